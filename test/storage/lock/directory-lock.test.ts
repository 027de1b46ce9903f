import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { readFile, symlink, utimes, writeFile } from 'node:fs/promises'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished, vi } from 'vitest'
import { nodeFs } from '../../../src/storage/fs/node-fs.js'
import { DirectoryLock } from '../../../src/storage/lock/directory-lock.js'
import { DirectoryLockedError } from '../../../src/storage/lock/directory-locked-error.js'
import { FaultFs } from '../../support/fs/fault-fs.js'
import { nativeError } from '../../support/fs/native-error.js'
import { makeTempDir, removeDir } from '../../support/temp-dir.js'

const onLinux = it.runIf(process.platform === 'linux')

async function place() {
  const directory = await makeTempDir()
  onTestFinished(() => removeDir(directory))
  const path = join(directory, 'LOCK')
  const acquire = async (force = false) => {
    const lock = await DirectoryLock.acquire(directory, { fs: nodeFs, force })
    onTestFinished(() => lock.release())
    return lock
  }
  const read = async () => JSON.parse(await readFile(path, 'utf8'))
  return { directory, path, acquire, read }
}

function ticksOf(pid: number | undefined): string {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? ''
}

/** What a process of this machine would have written. */
const owner = (members: object) => ({
  host: hostname(),
  bootId:
    process.platform === 'linux'
      ? readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()
      : '',
  pid: 1,
  startTicks: '',
  nonce: 'of another',
  ...members,
})

async function endedProcess(): Promise<number> {
  const child = spawn(process.execPath, ['-e', ''])
  await once(child, 'exit')
  return child.pid as number
}

it('says who holds the directory, and leaves nothing when released', async () => {
  const { directory, acquire, read } = await place()
  const lock = await acquire()
  expect(await read()).toMatchObject({ host: hostname(), pid: process.pid })
  expect(await lock.stillOwned()).toBe(true)
  await lock.release()
  expect(await nodeFs.list(directory)).toEqual([])
  await lock.release()
})

it('is refused to a second one and free again after the first', async () => {
  const { acquire } = await place()
  const first = await acquire()
  await expect(acquire()).rejects.toBeInstanceOf(DirectoryLockedError)
  await expect(acquire(true)).rejects.toBeInstanceOf(DirectoryLockedError)
  expect(await first.stillOwned()).toBe(true)
  await first.release()
  await acquire()
})

onLinux('is refused through another path to the same directory', async () => {
  const { directory, acquire } = await place()
  await acquire()
  const alias = `${directory}-alias`
  await symlink(directory, alias)
  onTestFinished(() => removeDir(alias))
  await expect(DirectoryLock.acquire(alias, { fs: nodeFs })).rejects.toThrow(/on this machine/)
})

it('is taken over at once from a process that was killed', async () => {
  const { path, acquire, read } = await place()
  await writeFile(path, JSON.stringify(owner({ pid: await endedProcess() })))
  await acquire()
  expect(await read()).toMatchObject({ pid: process.pid })
})

it('is taken over from an earlier process under the same id', async () => {
  const { path, acquire } = await place()
  await writeFile(path, JSON.stringify(owner({ pid: process.pid, startTicks: '1' })))
  await acquire()
})

onLinux(
  'is taken over from a process whose id another one has now, or of an earlier boot',
  async () => {
    const { path, acquire } = await place()
    for (const gone of [
      { pid: process.ppid, startTicks: '1' },
      { pid: process.ppid, bootId: 'x' },
    ]) {
      await writeFile(path, JSON.stringify(owner(gone)))
      await (await acquire()).release()
    }
  }
)

onLinux('is refused while the process that wrote it runs', async () => {
  const { path, acquire } = await place()
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1e6)'])
  onTestFinished(() => void child.kill('SIGKILL'))
  await once(child, 'spawn')
  await writeFile(path, JSON.stringify(owner({ pid: child.pid, startTicks: ticksOf(child.pid) })))
  await expect(acquire(true)).rejects.toThrow(`process ${child.pid} is using it`)
})

onLinux('is taken over from a process that was killed but never waited for', async () => {
  const { path, acquire } = await place()
  // What takes the place of the shell knows nothing of the shell's child.
  const parent = spawn('sh', ['-c', 'sleep 1000 & echo $!; exec sleep 1000'])
  onTestFinished(() => void parent.kill('SIGKILL'))
  const [line] = (await once(parent.stdout, 'data')) as [Buffer]
  const pid = Number(line.toString())
  const startTicks = ticksOf(pid)
  process.kill(pid, 'SIGKILL')
  await vi.waitUntil(() => readFileSync(`/proc/${pid}/stat`, 'utf8').includes(') Z '))
  await writeFile(path, JSON.stringify(owner({ pid, startTicks })))
  await acquire()
})

it('of another machine is only taken by force and after a minute of silence', async () => {
  const { path, acquire } = await place()
  await writeFile(path, JSON.stringify(owner({ host: 'elsewhere' })))
  await expect(acquire()).rejects.toThrow(/on elsewhere is using it/)
  await expect(acquire(true)).rejects.toThrow(/on elsewhere is using it/)
  const longAgo = Date.now() / 1000 - 61
  await utimes(path, longAgo, longAgo)
  await expect(acquire()).rejects.toThrow(/force it/)
  await acquire(true)
})

it('that cannot be read is taken by force or after a minute', async () => {
  const { path, acquire } = await place()
  await writeFile(path, '{"host":')
  await expect(acquire()).rejects.toThrow(/unreadable/)
  await (await acquire(true)).release()
  await writeFile(path, '')
  const longAgo = Date.now() / 1000 - 61
  await utimes(path, longAgo, longAgo)
  await acquire()
})

it.each(['not at all', 'in part'])(
  'that can be written %s leaves nothing that the next one would have to wait for',
  async (how) => {
    const { directory, acquire } = await place()
    const fs = new FaultFs()
    fs.intercept = ({ method }) => {
      if (method !== 'write') return undefined
      if (how === 'in part') return 10
      throw nativeError('ENOSPC')
    }
    await expect(DirectoryLock.acquire(directory, { fs })).rejects.toThrow()
    expect(await nodeFs.list(directory)).toEqual([])
    await acquire()
  }
)

it('notices that it was lost, and then leaves the file of the other alone', async () => {
  const { path, acquire } = await place()
  const lock = await acquire()
  await writeFile(path, JSON.stringify(owner({ nonce: 'another' })))
  expect(await lock.stillOwned()).toBe(false)
  await lock.release()
  expect(await readFile(path, 'utf8')).toContain('another')
})

onLinux('does not outlive a killed process, nor keep one alive', { timeout: 30_000 }, async () => {
  const { directory, acquire } = await place()
  const module = new URL('../../../src/storage/lock/directory-lock.ts', import.meta.url)
  const fs = new URL('../../../src/storage/fs/node-fs.ts', import.meta.url)
  const script = `
    const { DirectoryLock } = await import(${JSON.stringify(module.href)})
    const { nodeFs } = await import(${JSON.stringify(fs.href)})
    await DirectoryLock.acquire(${JSON.stringify(directory)}, { fs: nodeFs })
    console.log('locked')
    if (process.argv[1] === 'stay') setInterval(() => {}, 1e6)`
  const start = (mode: string) =>
    spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script, mode], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })

  const holder = start('stay')
  onTestFinished(() => void holder.kill('SIGKILL'))
  await once(holder.stdout, 'data')
  await expect(acquire()).rejects.toBeInstanceOf(DirectoryLockedError)
  holder.kill('SIGKILL')
  await once(holder, 'exit')
  await (await acquire()).release()

  const [code] = await once(start('leave'), 'exit')
  expect(code).toBe(0)
})

onLinux(
  'is kept by a process of another container while its heart beats, and free once it stops',
  async () => {
    const { directory, path } = await place()
    const contained = JSON.stringify(owner({ pidSpace: 'pid:[1]', pid: process.pid }))
    const beat = 300
    const acquire = () => DirectoryLock.acquire(directory, { fs: nodeFs, beat })
    await writeFile(path, contained)
    const heart = setInterval(() => void writeFile(path, contained), beat / 2)
    onTestFinished(() => clearInterval(heart))
    await expect(acquire()).rejects.toThrow(/in another container is using it/)
    clearInterval(heart)
    await (await acquire()).release()
  }
)

it('tells once when it was lost to another process', async () => {
  const { directory, path } = await place()
  const lost = new Promise<void>((resolve) => {
    void DirectoryLock.acquire(directory, { fs: nodeFs, beat: 20, onLost: resolve }).then(
      async (lock) => {
        onTestFinished(() => lock.release())
        await writeFile(path, JSON.stringify(owner({ nonce: 'theirs' })))
      }
    )
  })
  await lost
  expect(JSON.parse(await readFile(path, 'utf8'))).toMatchObject({ nonce: 'theirs' })
})
