import { execFile, execFileSync, spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync } from 'node:fs'
import { mkdtemp, open, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { promisify } from 'node:util'
import { cannotMount, unmountBelow } from '../../support/machine.js'

/** Whether files can be mounted as disks with this file system here. */
export function cannotMountDisks(kind: FileSystemName): string | undefined {
  const reason = cannotMount()
  if (reason !== undefined) return reason
  if (spawnSync('losetup', ['--find']).status !== 0) return 'there are no loop devices here'
  const known = readFileSync('/proc/filesystems', 'utf8').includes(`\t${kind}\n`)
  return known ? undefined : `the kernel has no ${kind} here`
}

const run = promisify(execFile)
const prefix = 'filedrop-power-'
const imageBytes = 320 * 1024 * 1024

interface FileSystem {
  readonly make: readonly string[]
  /** Nothing may reach the disk but what is synced: no commit by the clock, if it can be helped. */
  readonly options: string
}

/**
 * Two that lose different things. A sync of any file on ext4 takes every change of every directory with it, so a
 * directory that nobody syncs is only found missing on btrfs, which writes of other files what it must and no more.
 */
const fileSystems = {
  ext4: {
    // Written out here and now, or the kernel would do it later beside the writers.
    make: ['-q', '-F', '-E', 'lazy_itable_init=0,lazy_journal_init=0', '-J', 'size=16'],
    // With the last one ext4 would force out bytes beside a rename, to mend programs that forget to sync.
    options: 'loop,commit=300,noauto_da_alloc',
  },
  btrfs: { make: ['-q', '-f', '-m', 'single'], options: 'loop,commit=300' },
} satisfies Record<string, FileSystem>

export type FileSystemName = keyof typeof fileSystems

/** What the kernel has counted of writes to a device: the same before and after when nothing was written. */
async function writesOf(device: string): Promise<string> {
  const counts = (await readFile(`/sys/block/${basename(device)}/stat`, 'utf8')).trim().split(/ +/)
  const [requests, merged, sectors, time, underWay] = counts.slice(4, 9)
  return `${[requests, merged, sectors, time]}, ${underWay === '0' ? 'none' : 'some'} under way`
}

/** A place for disk images and the directories on which they are mounted, gone with all of them at the end. */
export class DiskRoom {
  private constructor(readonly path: string) {}

  static async make(): Promise<DiskRoom> {
    return new DiskRoom(await mkdtemp(join(tmpdir(), `${prefix}${process.pid}-`)))
  }

  async dispose(): Promise<void> {
    await unmountBelow(this.path)
    await rm(this.path, { recursive: true, force: true })
  }

  /** A new empty disk with a file system. */
  async newDisk(name: string, kind: FileSystemName): Promise<DiskImage> {
    const image = join(this.path, `${name}.img`)
    const file = await open(image, 'wx')
    await file.truncate(imageBytes)
    await file.close()
    await run(`mkfs.${kind}`, [...fileSystems[kind].make, image])
    return new DiskImage(image, join(this.path, name), kind)
  }
}

/** A disk in a file, which can be copied as it is at one moment: what a power cut would leave of it. */
export class DiskImage {
  constructor(
    readonly image: string,
    readonly mountPoint: string,
    private readonly kind: FileSystemName
  ) {}

  mount(at = this.mountPoint): void {
    mkdirSync(at, { recursive: true })
    execFileSync('mount', ['-t', this.kind, '-o', fileSystems[this.kind].options, this.image, at])
  }

  /** Takes it away at once, whoever uses it; the loop device goes with it. */
  async unmount(): Promise<void> {
    await unmountBelow(this.mountPoint)
  }

  /**
   * A copy of the disk, without what only the memory of the kernel knows. Whoever writes must have been halted. The
   * kernel may write on by itself meanwhile, and a copy made beside that mixes two moments: it is made again.
   */
  async copy(name: string): Promise<DiskImage> {
    const image = join(this.image, '..', `${name}.img`)
    const device = await this.#device()
    for (;;) {
      const before = await writesOf(device)
      await run('cp', ['--sparse=always', this.image, image])
      const after = await writesOf(device)
      if (after === before && after.endsWith('none under way'))
        return new DiskImage(image, join(image, '..', name), this.kind)
    }
  }

  async remove(): Promise<void> {
    await this.unmount()
    await rm(this.image)
  }

  async #device(): Promise<string> {
    const rows = (await readFile('/proc/self/mounts', 'utf8')).split('\n')
    const row = rows.map((line) => line.split(' ')).find(([, point]) => point === this.mountPoint)
    if (!row?.[0]) throw new Error(`${this.mountPoint} is not mounted`)
    return row[0]
  }
}

/** Takes away what runs that were killed have left, as far as the processes of the runs are gone. */
export async function sweepRooms(parent = tmpdir()): Promise<string[]> {
  const swept: string[] = []
  for (const name of await readdir(parent)) {
    const pid = new RegExp(`^${prefix}(\\d+)-`).exec(name)?.[1]
    if (pid === undefined || isRunning(Number(pid))) continue
    const path = join(parent, name)
    await unmountBelow(path)
    await rm(path, { recursive: true, force: true })
    swept.push(path)
  }
  return swept
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}
