import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, statfsSync } from 'node:fs'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { runTool } from '../../scripts/tools/run-tool.js'

const shared = '/dev/shm'

/** Directories for this run on a disk in memory and on the disk. */
export class Places {
  private constructor(
    readonly memory: string,
    readonly disk: string,
    private readonly mounted: boolean
  ) {
    // Gigabytes of memory are not left behind, however the bench ends.
    process.once('exit', () => this.remove())
  }

  /** Takes what there is of memory disks, or mounts one where there is none with so many bytes and root may. */
  static async open(disk: string, bytes: number): Promise<Places> {
    const onDisk = mkdtempSync(join(disk, 'filedrop-bench-'))
    if (free(shared) >= bytes) {
      return new Places(mkdtempSync(join(shared, 'filedrop-bench-')), onDisk, false)
    }
    if (userInfo().uid !== 0)
      throw new Error(`${shared} lacks room and only root may mount another`)
    const mount = mkdtempSync(join(tmpdir(), 'filedrop-memory-'))
    await runTool('mount', ['-t', 'tmpfs', '-o', `size=${bytes}`, 'tmpfs', mount])
    return new Places(mount, onDisk, true)
  }

  /** An empty directory. */
  make(place: 'memory' | 'disk', name: string): string {
    const directory = join(this[place], name)
    mkdirSync(directory)
    return directory
  }

  private remove(): void {
    rmSync(this.disk, { recursive: true, force: true })
    if (this.mounted) execFileSync('umount', ['-l', this.memory])
    rmSync(this.memory, { recursive: true, force: true })
  }
}

function free(directory: string): number {
  try {
    const { bavail, bsize, type } = statfsSync(directory)
    const tmpfs = 0x01021994
    return type === tmpfs ? bavail * bsize : 0
  } catch {
    return 0
  }
}
