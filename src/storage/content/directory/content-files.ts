import { join } from 'node:path'
import { hasCode } from '../../../core/errors.js'
import type { Amount, ContentView, FoundContent } from '../../../core/ports/store-view.js'
import { nativeCode } from '../../fs/errors.js'
import type { Fs, FsStat } from '../../fs/fs.js'
import { filesIn, namesIn } from './files-in.js'
import { openContent } from './open-content.js'
import { SpoolView } from './spool/spool-view.js'

/** The contents of a data directory for somebody who only looks: nothing is made, moved or removed. */
export class ContentFiles implements ContentView {
  readonly #spool: SpoolView

  constructor(
    private readonly fs: Fs,
    private readonly directory: string
  ) {
    this.#spool = new SpoolView(fs, join(directory, 'spool'))
  }

  async keys(): Promise<Set<string>> {
    return new Set(await namesIn(this.fs, join(this.directory, 'content')))
  }

  async find(key: string): Promise<FoundContent | undefined> {
    const file = await statIfThere(this.fs, this.path(key))
    if (file !== undefined) return file
    const waiting = await this.#spool.find(key)
    if (waiting !== undefined) return { isFile: true, ...waiting }
    // It may have got its file between the two looks.
    return statIfThere(this.fs, this.path(key))
  }

  async open(key: string, size: number): Promise<AsyncIterableIterator<Uint8Array>> {
    const range = { start: 0, end: size - 1, size }
    try {
      return await openContent(this.fs, this.path(key), range)
    } catch (error) {
      if (!hasCode(error, 'CONTENT_MISSING')) throw error
      const waiting = await this.#spool.read(key)
      if (waiting?.length === size) return only(waiting)
      return openContent(this.fs, this.path(key), range)
    }
  }

  async trash(): Promise<Amount> {
    const folder = join(this.directory, 'trash')
    let files = 0
    let bytes = 0
    for (const day of await namesIn(this.fs, folder)) {
      for (const path of await filesIn(this.fs, join(folder, day)).catch(notADirectory)) {
        files++
        bytes += (await statIfThere(this.fs, path))?.size ?? 0
      }
    }
    return { files, bytes }
  }

  private path(key: string): string {
    return join(this.directory, 'content', key)
  }
}

async function* only(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes
}

async function statIfThere(fs: Fs, path: string): Promise<FsStat | undefined> {
  try {
    return await fs.stat(path)
  } catch (error) {
    if (nativeCode(error) === 'ENOENT') return undefined
    throw error
  }
}

function notADirectory(error: unknown): string[] {
  // ENOENT: a start has removed what was in it meanwhile.
  if (nativeCode(error) === 'ENOTDIR' || nativeCode(error) === 'ENOENT') return []
  throw error
}
