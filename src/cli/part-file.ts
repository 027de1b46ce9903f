import { createHash, type Hash } from 'node:crypto'
import { type FileHandle, open, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { CliError } from './cli-error.js'

/** What the bytes will be when all of them are there. */
interface Whole {
  /** SHA-256 in hexadecimal. */
  readonly sha256: string
  readonly size: number
}

/**
 * What has come so far of a download, in the directory where the file will be. Its name is the digest of the whole, so
 * that what an earlier run left is always the beginning of the same bytes.
 */
export class PartFile {
  #hash: Hash = createHash('sha256')
  #size = 0

  private constructor(
    private readonly path: string,
    private readonly handle: FileHandle,
    private readonly whole: Whole
  ) {}

  /** With what an earlier run left. Throws `CliError`. */
  static async open(directory: string, whole: Whole): Promise<PartFile> {
    const path = join(directory, `filedrop-${whole.sha256.slice(0, 32)}.part`)
    const handle = await open(path, 'a+').catch((error: Error) => {
      throw new CliError(error.message, 'cannotCreate')
    })
    const part = new PartFile(path, handle, whole)
    const left = handle.createReadStream({ start: 0, autoClose: false, highWaterMark: 1024 ** 2 })
    for await (const chunk of left) part.#count(chunk)
    return part
  }

  /** Bytes that are there. */
  get size(): number {
    return this.#size
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
    if (this.#size !== this.whole.size || this.#hash.digest('hex') !== this.whole.sha256) {
      await rm(this.path)
      throw new CliError('What came is not what the service has: SHA-256 differs', 'corrupt')
    }
    if (!replaces) await claim(target)
    await rename(this.path, target)
  }

  close(): Promise<void> {
    return this.handle.close()
  }

  #count(chunk: Uint8Array): void {
    this.#hash.update(chunk)
    this.#size += chunk.length
  }
}

/** Makes an empty file where there is none: whoever comes between finds that the place is taken. */
async function claim(target: string): Promise<void> {
  try {
    await (await open(target, 'wx')).close()
  } catch (error) {
    throw new CliError(`${(error as Error).message}; --force replaces it`, 'cannotCreate')
  }
}
