import type { FsFile, OpenMode } from '../../../../src/storage/fs/fs.js'
import { FaultFs, nativeError } from '../../metadata/json/fault-fs.js'

/** A file system that also knows which files are open, and lies about its free space when told to. */
export class WatchedFs extends FaultFs {
  free = Number.MAX_SAFE_INTEGER

  readonly #open = new Set<FsFile>()

  constructor() {
    super()
    this.freeSpace = async () => this.free
  }

  override async open(path: string, mode: OpenMode): Promise<FsFile> {
    const file = await super.open(path, mode)
    this.#open.add(file)
    return {
      ...file,
      close: () => {
        this.#open.delete(file)
        return file.close()
      },
    }
  }

  /** How many files were opened and not closed yet. */
  get openFiles(): number {
    return this.#open.size
  }

  /** What the end of a process does. */
  async closeAll(): Promise<void> {
    await Promise.all([...this.#open].map((file) => file.close()))
  }

  /** The calls that change something, in their order. */
  get steps(): string[] {
    return this.calls.map(({ method, name }) => `${method} ${name}`)
  }

  /** Makes every such call from now on fail with a native code. */
  fail(method: string, code: string): void {
    this.intercept = (call) => {
      if (call.method === method) throw nativeError(code)
      return undefined
    }
  }

  heal(): void {
    this.intercept = () => undefined
  }
}
