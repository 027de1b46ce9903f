import type { FileRecord } from '../file-record.js'
import { essence } from '../media-types.js'
import type { Amount, RecordsFacts, StoreView } from '../ports/store-view.js'

export interface Stats {
  readonly files: number
  readonly bytes: number
  readonly downloads: number
  readonly published: number
  readonly families: readonly (Amount & { readonly family: string; readonly downloads: number })[]
  /** The largest files, largest first. */
  readonly largest: readonly FileRecord[]
  readonly oldest: FileRecord | undefined
  readonly newest: FileRecord | undefined
  /** Contents that no record named at this moment. */
  readonly unclaimed: Amount
  readonly trash: Amount
  readonly facts: RecordsFacts
}

const mostLargest = 5

/** Counts what is in a store. Beside a running server it is a picture of a moment. */
export async function stats(store: StoreView): Promise<Stats> {
  const keys = await store.contents.keys()
  const view = await store.read()
  const families = new Map<string, { files: number; bytes: number; downloads: number }>()
  let largest: FileRecord[] = []
  let bytes = 0
  let downloads = 0
  let published = 0
  let oldest: FileRecord | undefined
  let newest: FileRecord | undefined
  for (const record of view.records()) {
    keys.delete(record.contentKey)
    bytes += record.size
    downloads += record.downloadCount
    if (record.publishedAs !== null) published++
    oldest ??= record
    newest = record
    add(families, record)
    largest = keepLargest(largest, record)
  }
  return {
    files: view.facts.count,
    bytes,
    downloads,
    published,
    families: [...families]
      .map(([family, amounts]) => ({ family, ...amounts }))
      .sort((a, b) => b.bytes - a.bytes),
    largest,
    oldest,
    newest,
    unclaimed: await amountOf(store, keys),
    trash: await store.contents.trash(),
    facts: view.facts,
  }
}

function add(
  families: Map<string, { files: number; bytes: number; downloads: number }>,
  { type, size, downloadCount }: FileRecord
): void {
  const family = essence(type).split('/', 1)[0] ?? ''
  const sums = families.get(family) ?? { files: 0, bytes: 0, downloads: 0 }
  sums.files++
  sums.bytes += size
  sums.downloads += downloadCount
  families.set(family, sums)
}

function keepLargest(largest: FileRecord[], record: FileRecord): FileRecord[] {
  const smallest = largest.at(-1)
  if (largest.length === mostLargest && smallest && record.size <= smallest.size) return largest
  return [...largest, record].sort((a, b) => b.size - a.size).slice(0, mostLargest)
}

async function amountOf(store: StoreView, keys: Iterable<string>): Promise<Amount> {
  let files = 0
  let bytes = 0
  for (const key of keys) {
    const found = await store.contents.find(key)
    if (found === undefined) continue
    files++
    bytes += found.size
  }
  return { files, bytes }
}
