import type { Report } from '../../../core/report.js'
import type { Fs, FsFile } from '../../fs/fs.js'
import { thenClose } from '../../fs/then-close.js'
import { copyFile } from './copy-file.js'
import type { FileIndex } from './file-index.js'
import { isTornTail } from './is-torn-tail.js'
import { changeOf, type HeaderEntry, readEntry } from './journal-entry.js'
import { decodeLine, journalSeed } from './journal-line.js'
import { readLines } from './read-lines.js'
import { StoreCorruptError } from './store-corrupt-error.js'

interface ReplayOptions {
  readonly fs: Fs
  readonly path: string
  readonly storeId: string
  readonly generation: number
  /** Where a journal that is cut is copied to first; undefined when something was written behind it. */
  readonly copyTo: string | undefined
  readonly report: Report
}

/** What has been replayed so far. */
export interface ReplayState {
  readonly index: FileIndex
  seq: number
  lines: number
}

/**
 * Replays one journal on top of `state` and makes it durable as it stands; resolves with its length. A tail that a
 * crash tore off a batch nobody was told of is cut; anything else that is wrong throws `StoreCorruptError`.
 */
export async function replayJournal(options: ReplayOptions, state: ReplayState): Promise<number> {
  const { fs, path, storeId, generation } = options
  const seed = journalSeed(storeId, generation)
  const file = await fs.open(path, 'write')
  return thenClose(file, async () => {
    let good = 0
    const end = await readLines(file, 0, ({ bytes, offset }) => {
      const entry = guard(offset, () => decodeLine(bytes, seed))
      if (entry === undefined) return false
      guard(offset, () => follow(entry, offset))
      good = offset + bytes.length
      return true
    })
    if (good < end) await cut(file, good)
    await file.datasync()
    return good
  })

  function follow(value: unknown, offset: number): void {
    const entry = readEntry(value)
    if (entry.s !== state.seq + 1) throw new Error(`line ${entry.s} where ${state.seq + 1} belongs`)
    if ((entry.o === 'hdr') !== (offset === 0))
      throw new Error('a header belongs on the first line only')
    if (entry.o === 'hdr') checkHeader(entry)
    else state.index.apply(changeOf(entry, state.index))
    state.seq = entry.s
    state.lines++
  }

  function checkHeader({ storeId: id, gen, last }: HeaderEntry): void {
    if (id === storeId && gen === generation && last === state.seq) return
    throw new Error('the header is that of another journal')
  }

  function guard<T>(offset: number, work: () => T): T {
    try {
      return work()
    } catch (cause) {
      throw new StoreCorruptError(path, offset, (cause as Error).message, cause)
    }
  }

  async function cut(torn: FsFile, offset: number): Promise<void> {
    const { copyTo, report } = options
    if (copyTo === undefined || !(await isTornTail(torn, { offset, seed, seq: state.seq + 1 }))) {
      throw new StoreCorruptError(path, offset, 'the line does not match its checksum')
    }
    await copyFile(fs, path, copyTo).catch((cause: unknown) => {
      report('warn', `The torn journal could not be copied to ${copyTo}`, cause)
    })
    await torn.truncate(offset)
    report('warn', `${path} ended in a torn write that was never confirmed; cut at byte ${offset}`)
  }
}
