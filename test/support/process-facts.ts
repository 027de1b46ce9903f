import { readdir, readFile } from 'node:fs/promises'

/** What the kernel says of a process (Linux). */

/** Bytes that it holds in memory. */
export async function residentBytes(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8')
  return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1]) * 1024
}

/** The most that it held, beyond what it held before, while the work ran. */
export async function growthDuring(pid: number, work: Promise<unknown>): Promise<number> {
  const before = await residentBytes(pid)
  let most = before
  let isRunning = true
  const watch = async () => {
    while (isRunning) most = Math.max(most, await residentBytes(pid))
  }
  const watching = watch()
  try {
    await work
  } finally {
    isRunning = false
    await watching
  }
  return most - before
}

/** Bytes that it has read so far, from sockets and files. */
export async function bytesRead(pid: number): Promise<number> {
  return Number(/rchar: (\d+)/.exec(await readFile(`/proc/${pid}/io`, 'utf8'))?.[1])
}

/** Descriptors that it has open. */
export async function openDescriptors(pid: number): Promise<number> {
  return (await readdir(`/proc/${pid}/fd`)).length
}
