import { appendFile, readdir, readFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { defaultJournalLimits } from '../../../src/storage/metadata/json/journal-limits.js'
import { encodeLine, journalSeed } from '../../../src/storage/metadata/json/journal-line.js'
import { readSnapshotHead } from '../../../src/storage/metadata/json/snapshot-head.js'
import { StorePaths } from '../../../src/storage/metadata/json/store-paths.js'
import type { FileView } from '../../support/wire.js'

const { journalLines } = defaultJournalLimits

/**
 * Makes the journal of a stopped store so long that the next change begins a compaction, under whatever comes with
 * it: the download count of the file goes up line by line. Resolves with how far.
 */
export async function fillJournal(
  directory: string,
  { file_id: id, download_count: count }: FileView
): Promise<number> {
  const path = join(directory, await lastJournal(directory))
  const lines = (await readFile(path, 'utf8')).trimEnd().split('\n')
  const [header, last] = [lines[0], lines.at(-1)].map((line) => JSON.parse(line?.slice(9) ?? ''))
  const seed = journalSeed(header.storeId, header.gen)
  const more = Array.from({ length: journalLines }, (_, index) => {
    const s = last.s + 1 + index
    const entry = { s, k: s - 1, t: last.t, o: 'cnt', id, count: count + 1 + index }
    return encodeLine(JSON.stringify(entry), seed)
  })
  await appendFile(path, more.join(''))
  return journalLines
}

/** Whether the journals have been switched and the snapshot that follows from that is not in place. */
export async function isCompacting(directory: string): Promise<boolean> {
  const text = await readFile(new StorePaths(directory).snapshot, 'utf8').catch(() => undefined)
  if (text === undefined) return true
  const { generation } = readSnapshotHead(text.slice(0, text.indexOf('\n') + 1))
  return (await lastGeneration(directory)) > generation
}

/** The name of the journal in use. */
export const lastJournal = async (directory: string): Promise<string> =>
  basename(new StorePaths(directory).journal(await lastGeneration(directory)))

async function lastGeneration(directory: string): Promise<number> {
  const generations = (await readdir(directory)).map((name) => StorePaths.generationOf(name) ?? 0)
  return Math.max(...generations)
}
