import type { RecordsView } from '../../../core/ports/store-view.js'
import { nativeCode } from '../../fs/errors.js'
import type { Fs } from '../../fs/fs.js'
import { readOnlyFs } from '../../fs/read-only-fs.js'
import { indexView } from './index-view.js'
import { type Recovered, recover } from './recover.js'
import { StoreCorruptError } from './store-corrupt-error.js'
import { StoreMissingError } from './store-missing-error.js'
import { StorePaths } from './store-paths.js'

/** Whoever writes meanwhile can get in the way of a reading so many times in a row. */
const mostAttempts = 10

/**
 * Reads the records as a start would bring them back, but changes nothing and needs no lock. What another process
 * does meanwhile can look like damage (a journal that is folded and removed, one that grows while a newer one is
 * there already): only what is found twice in a row, at the same place, is damage.
 */
export async function readRecords(fs: Fs, directory: string): Promise<RecordsView> {
  const paths = new StorePaths(directory)
  let before: string | undefined
  for (let attempt = 1; ; attempt++) {
    try {
      return await readOnce(readOnlyFs(fs), paths)
    } catch (error) {
      const message = messageOf(error)
      if (message === undefined || message === before || attempt === mostAttempts) throw error
      before = message
    }
  }
}

async function readOnce(fs: Fs, paths: StorePaths): Promise<RecordsView> {
  const recovered = await recover({ fs, paths, report: () => {}, now: Date.now, mayCreate: false })
  await recovered.journal.close()
  return viewOf(recovered)
}

/** What can be the doing of another process. */
function messageOf(error: unknown): string | undefined {
  const passes =
    error instanceof StoreCorruptError ||
    error instanceof StoreMissingError ||
    nativeCode(error) === 'ENOENT'
  return passes ? (error as Error).message : undefined
}

function viewOf(recovered: Recovered): RecordsView {
  const { index, journal, seq, generation, snapshotBytes, journalBytes, journalLines } = recovered
  return indexView(index, {
    storeId: journal.storeId,
    lastSeq: seq,
    generation,
    lastGeneration: journal.generation,
    snapshotBytes,
    journalBytes,
    journalLines,
    damage: recovered.damage?.message,
  })
}
