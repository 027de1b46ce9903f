import { join } from 'node:path'
import { hasCode } from '../../../core/errors.js'
import type { Amount, ContentView, FoundContent } from '../../../core/ports/store-view.js'
import { ifThere, nativeCode } from '../../fs/errors.js'
import type { Fs } from '../../fs/fs.js'
import { filesIn, namesIn } from './files-in.js'
import { onlyChunk } from './only-chunk.js'
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
    const file = await ifThere(this.fs.stat(this.path(key)))
    if (file !== undefined) return file
    const waiting = await this.#spool.find(key)
    if (waiting !== undefined) return { isFile: true, ...waiting }
    // It may have got its file between the two looks.
    return ifThere(this.fs.stat(this.path(key)))
  }

  async open(key: string, size: number): Promise<AsyncIterableIterator<Uint8Array>> {
    const range = { start: 0, end: size - 1, size }
    try {
      return await openContent(this.fs, this.path(key), range)
    } catch (error) {
      if (!hasCode(error, 'CONTENT_MISSING')) throw error
      const waiting = await this.#spool.read(key)
      if (waiting?.length === size) return onlyChunk(waiting)
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
        bytes += (await ifThere(this.fs.stat(path)))?.size ?? 0
      }
    }
    return { files, bytes }
  }

  private path(key: string): string {
    return join(this.directory, 'content', key)
  }
}

function notADirectory(error: unknown): string[] {
  // ENOENT: a start has removed what was in it meanwhile.
  if (nativeCode(error) === 'ENOTDIR' || nativeCode(error) === 'ENOENT') return []
  throw error
}
