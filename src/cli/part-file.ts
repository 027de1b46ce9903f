import { createHash, type Hash } from 'node:crypto'
import { type FileHandle, link, open, rename, rm } from 'node:fs/promises'
import { CliError } from './cli-error.js'
import { leftPart, leftParts, ownPart } from './left-parts.js'

/** What the bytes will be when all of them are there. */
interface Whole {
  /** SHA-256 in hexadecimal. */
  readonly sha256: string
  readonly size: number
}

/**
 * What has come so far of a download, in the directory where the file will be. Its name has the digest of the whole, so
 * that what an earlier run left is always the beginning of the same bytes, and the process that writes to it, so that
 * two of them never write to one.
 */
export class PartFile {
  readonly #hash: Hash = createHash('sha256')
  #size = 0

  private constructor(
    private readonly place: { readonly directory: string; readonly stem: string },
    private readonly handle: FileHandle,
    private readonly whole: Whole
  ) {}

  /** With the most that earlier runs left. Throws `CliError`. */
  static async open(directory: string, whole: Whole): Promise<PartFile> {
    const place = { directory, stem: `filedrop-${whole.sha256.slice(0, 32)}` }
    for (const { path, size } of await leftParts(place)) {
      if (size > whole.size || !(await take(path, ownPart(place)))) continue
      const part = await PartFile.#read(place, whole)
      if (part.size < whole.size || part.isWhole()) return part
      await part.handle.close()
      await rm(ownPart(place))
    }
    return PartFile.#read(place, whole)
  }

  static async #read(place: PartFile['place'], whole: Whole): Promise<PartFile> {
    const handle = await open(ownPart(place), 'a+').catch((error: NodeJS.ErrnoException) => {
      const { directory } = place
      const isMissing = error.code === 'ENOENT'
      const message = isMissing ? `There is no directory ${directory}` : error.message
      throw new CliError(message, 'cannotCreate')
    })
    const part = new PartFile(place, handle, whole)
    const left = handle.createReadStream({ start: 0, autoClose: false, highWaterMark: 1024 ** 2 })
    for await (const chunk of left) part.#count(chunk)
    return part
  }

  /** Bytes that are there. */
  get size(): number {
    return this.#size
  }

  isWhole(): boolean {
    return this.#size === this.whole.size && this.#hash.copy().digest('hex') === this.whole.sha256
  }

  /** Adds the bytes that follow those that are there. */
  async append(bytes: AsyncIterable<Uint8Array>): Promise<void> {
    for await (const chunk of bytes) {
      await this.handle.writeFile(chunk)
      this.#count(chunk)
    }
  }

  /** Gives the bytes their place; without `replaces` only where there is nothing. Throws `CliError`. */
  async finish(target: string, { replaces }: { readonly replaces: boolean }): Promise<void> {
    if (!this.isWhole()) {
      await rm(ownPart(this.place))
      throw new CliError('What came is not what the service has: SHA-256 differs', 'corrupt')
    }
    if (!replaces) await claim(target)
    await rename(ownPart(this.place), target)
    for (const { path } of await leftParts(this.place)) await rm(path, { force: true })
  }

  /** What was not finished stays for the next run, under a name that is nobody's. */
  async close(): Promise<void> {
    await this.handle.close()
    const own = ownPart(this.place)
    if (this.#size > 0) await moveAside(own, leftPart(this.place))
    else await rm(own, { force: true })
  }

  #count(chunk: Uint8Array): void {
    this.#hash.update(chunk)
    this.#size += chunk.length
  }
}

/** Whether the part could be had: another process may have been first. */
const take = (from: string, to: string): Promise<boolean> =>
  rename(from, to).then(
    () => true,
    () => false
  )

/** Where there is something already, or nothing more to move, all stays as it is. */
const moveAside = (from: string, to: string): Promise<void> =>
  link(from, to)
    .then(() => rm(from))
    .catch(() => {})

/** Makes an empty file where there is none: whoever comes between finds that the place is taken. */
async function claim(target: string): Promise<void> {
  try {
    await (await open(target, 'wx')).close()
  } catch (error) {
    throw new CliError(`${(error as Error).message}; --force replaces it`, 'cannotCreate')
  }
}
