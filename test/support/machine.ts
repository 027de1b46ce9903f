import { execFileSync, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

/** What an operator with all rights can do to the machine under a server (Linux), and whether it can be done here. */

const root = fileURLToPath(new URL('../..', import.meta.url))

const has = (command: string) => spawnSync('sh', ['-c', `command -v ${command}`]).status === 0

/** Whether file systems can be mounted here; asked once, in a mount namespace of its own. */
let mounts: boolean | undefined
export function cannotMount(): string | undefined {
  mounts ??= spawnSync('unshare', ['--mount', 'mount', '-t', 'tmpfs', 'none', '/mnt']).status === 0
  return mounts ? undefined : 'file systems cannot be mounted here'
}

let traces: boolean | undefined
export function cannotTrace(): string | undefined {
  traces ??= spawnSync('strace', ['-e', 'trace=none', 'true']).status === 0
  return traces ? undefined : 'system calls cannot be traced here'
}

let limits: boolean | undefined
export function cannotLimit(): string | undefined {
  limits ??= has('prlimit')
  return limits ? undefined : 'there is no prlimit here'
}

let drops: boolean | undefined
/** Whether a process can run here as a user to whom permissions apply. */
export function cannotBeNobody(): string | undefined {
  drops ??=
    process.getuid?.() !== 0 ||
    spawnSync(process.execPath, ['-e', ''], { uid: 65_534, gid: 65_534, cwd: root }).status === 0
  return drops ? undefined : 'root cannot leave its rights aside here'
}

/** Mounts a file system in memory. Mounts below a data directory go with it. */
export function mountMemory(path: string, options: string): void {
  execFileSync('mount', ['-t', 'tmpfs', '-o', options, 'none', path])
}

/** Makes what is below the path read-only for whoever opens it from now on. */
export function mountReadOnly(path: string): void {
  execFileSync('mount', ['--bind', path, path])
  execFileSync('mount', ['-o', 'remount,bind,ro', path])
}

export function unmount(path: string): void {
  execFileSync('umount', ['--lazy', path])
}

/** Takes away every mount at or below the path, the inner ones first. */
export async function unmountBelow(path: string): Promise<void> {
  const points = (await readFile('/proc/self/mounts', 'utf8').catch(() => ''))
    .split('\n')
    .map((line) => line.split(' ')[1] ?? '')
    .filter((point) => point === path || point.startsWith(`${path}/`))
  for (const point of points.reverse()) unmount(point)
}

/** Lets the process have so many descriptors and no more; what it has beyond that it keeps. */
export function limitDescriptors(pid: number, most: number): void {
  execFileSync('prlimit', ['--pid', String(pid), `--nofile=${most}:`])
}

interface Fault {
  readonly pid: number
  /** System calls, with commas between. */
  readonly calls: string
  /** What they do instead, such as `error=EIO` or `error=EIO:when=1`. */
  readonly instead: string
  /** Only where this path is concerned. */
  readonly path?: string
}

/**
 * Ends the faults. A tracer that is asked to let go (SIGINT) waits for each thread, and for ever for those of a process
 * that is being killed: that one has to go by SIGKILL, after which the kernel lets go of them.
 */
export type Release = (signal?: 'SIGINT' | 'SIGKILL') => Promise<void>

/** Has system calls of a running process fail, until what this resolves with is called. */
export async function injectFault(fault: Fault): Promise<Release> {
  const { pid, calls, instead, path } = fault
  const tracer = spawn('strace', [
    ...[
      '-o',
      '/dev/null',
      '-f',
      '-p',
      String(pid),
      '-e',
      `trace=${calls}`,
      '-e',
      `inject=${calls}:${instead}`,
    ],
    ...(path === undefined ? [] : ['-P', path]),
  ])
  const ended = once(tracer, 'exit')
  for await (const line of createInterface({ input: tracer.stderr })) {
    // One line for the whole process once each of its threads is attached.
    if (/ attached/.test(line)) break
  }
  tracer.stderr.resume()
  return async (signal = 'SIGINT') => {
    tracer.kill(signal)
    await ended
  }
}
