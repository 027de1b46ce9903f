import { basename } from 'node:path'
import type { FileRecord } from '../../../src/core/file-record.js'
import { someBytes } from '../../conformance/content-bytes.js'
import type { MemoryFs } from '../../support/fs/memory-fs.js'
import { allUnsyncedLost } from '../../support/fs/power-cuts.js'
import { Clerk, readWhole } from './clerk.js'
import { EmbeddedStore } from './embedded-store.js'
import { Ledger } from './ledger.js'

interface Expected {
  readonly ledger: Ledger
  /** Whether the process alone ended, so that not even a count may be missing. */
  readonly countsKept: boolean
  /** Keys of contents that were there before anything was recovered; those of this file system where not given. */
  readonly keys?: readonly string[]
}

/** Starts on what a crash left, as a server does, and throws where that is not what the clients know. */
export async function inspect(fs: MemoryFs, expected: Expected): Promise<void> {
  const { ledger, countsKept, keys = contentKeys(fs) } = expected
  const store = await EmbeddedStore.open(fs)
  try {
    const records = [...store.metadata.records()]
    const faults = ledger.faultsOf(records, { countsKept })
    if (store.missing > 0) faults.push(`${store.missing} contents are missing`)
    if (faults.length > 0) throw new Error(faults.join('; '))
    for (const { id } of records) await readWhole(store, id)
    await requirePublished(store, records)
    await store.settled()
    for (const { id } of records) await readWhole(store, id)
    requireTidy(fs, { records, keys })
    await requireGoingOn(fs, store, records)
  } finally {
    await store.kill()
  }
}

export const contentKeys = (fs: MemoryFs): string[] =>
  [...fs.files('/data/content').keys()].map((path) => basename(path))

/** Every published name leads to the newest of those that have it. */
async function requirePublished(
  { metadata }: EmbeddedStore,
  records: readonly FileRecord[]
): Promise<void> {
  for (const { publishedAs } of records) {
    if (publishedAs === null) continue
    const newest = records.findLast((record) => record.publishedAs === publishedAs)
    const found = await metadata.findPublished(publishedAs)
    if (found?.id !== newest?.id) throw new Error(`${publishedAs} leads to ${found?.name}`)
  }
}

/** Nothing half written is left, no content is beside its record, and none that was there has vanished. */
function requireTidy(
  fs: MemoryFs,
  { records, keys }: { readonly records: readonly FileRecord[]; readonly keys: readonly string[] }
): void {
  const left = [...fs.files('/data/tmp').keys(), ...fs.files('/data/metadata.json.tmp').keys()]
  if (left.length > 0) throw new Error(`left behind: ${left.join()}`)
  const claimed = new Set(records.map(({ contentKey }) => contentKey))
  const contents = new Set(contentKeys(fs))
  const trashed = new Set([...fs.files('/data/trash').keys()].map((path) => basename(path)))
  for (const key of contents) if (!claimed.has(key)) throw new Error(`${key} has no record`)
  for (const key of keys) {
    if (!contents.has(key) && !trashed.has(key)) throw new Error(`${key} is lost`)
  }
}

/** It takes an upload, which outlives another cut together with all that was there. */
async function requireGoingOn(
  fs: MemoryFs,
  store: EmbeddedStore,
  records: readonly FileRecord[]
): Promise<void> {
  const added = new Ledger()
  const clerk = new Clerk(store, added)
  const { id } = await clerk.upload('added.txt', { chunks: [someBytes(9, 99)] })
  if (id === undefined) throw new Error('it takes no upload', { cause: clerk.refusals[0] })
  const again = await EmbeddedStore.open(fs.after(allUnsyncedLost))
  try {
    const found = [...again.metadata.records()]
    await readWhole(again, id)
    if (JSON.stringify(found.slice(0, -1)) !== JSON.stringify(records))
      throw new Error('a second cut made another store of it')
  } finally {
    await again.kill()
  }
}
