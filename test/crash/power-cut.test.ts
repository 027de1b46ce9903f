import { expect, it } from 'vitest'
import type { FileRecord } from '../../src/core/file-record.js'
import { JsonMetadataStore } from '../../src/storage/metadata/json/json-metadata-store.js'
import { MemoryFs, type PowerCut, powerCuts } from '../storage/metadata/json/memory-fs.js'
import { all, insert } from '../storage/metadata/json/store-place.js'

const open = (fs: MemoryFs) =>
  JsonMetadataStore.open({
    directory: '/data',
    fs,
    report: () => {},
    limits: { journalLines: 5, quiet: 3_600_000 },
  })

/** A change, and what it makes of the store; none of them may be lost once it is confirmed. */
const changes: ((store: JsonMetadataStore) => Promise<unknown>)[] = [
  (store) => insert(store),
  (store) => insert(store),
  (store) => store.update(all(store)[0]?.id as string, { name: 'renamed' }, {}),
  (store) => insert(store, { publishedAs: 'x' }),
  (store) => store.delete(all(store)[1]?.id as string, {}),
  (store) => Promise.all(Array.from({ length: 3 }, () => insert(store))),
  (store) => store.update(all(store)[0]?.id as string, { type: 'image/png' }, {}),
  (store) => insert(store),
  (store) => store.delete(all(store)[0]?.id as string, {}),
  (store) => insert(store),
  (store) => insert(store),
  (store) => store.close(),
]

/** Runs the changes; the file system after each of its calls, with the number of changes confirmed by then. */
async function historyOf(fs: MemoryFs) {
  const moments: { fs: MemoryFs; confirmed: number }[] = []
  const states: FileRecord[][] = []
  fs.onChange = () => moments.push({ fs: fs.copy(), confirmed: states.length })
  const store = await open(fs)
  states.push(all(store))
  for (const change of changes) {
    await change(store)
    states.push(all(store))
  }
  return { moments, states }
}

/** Whether the outcome is the confirmed state, perhaps with some of the change that was under way. */
function isBetween(outcome: FileRecord[], before: FileRecord[], after: FileRecord[]): boolean {
  const text = JSON.stringify(outcome)
  if (text === JSON.stringify(before) || text === JSON.stringify(after)) return true
  const isPrefix = text === JSON.stringify(after.slice(0, outcome.length))
  return isPrefix && outcome.length > before.length
}

it.each(Object.keys(powerCuts) as PowerCut[])(
  'keeps exactly what was confirmed when a power cut after any call takes: %s',
  async (cut) => {
    const { moments, states } = await historyOf(new MemoryFs())
    expect(moments.length).toBeGreaterThan(60)
    for (const { fs, confirmed } of moments) {
      const left = fs.after(cut)
      const store = await open(left)
      const before = states[Math.max(0, confirmed - 1)] as FileRecord[]
      const after = states[confirmed] ?? before
      expect(isBetween(all(store), before, after)).toBe(true)
      // It must go on from there, through another cut.
      const added = await insert(store)
      const again = await open(left.after('all that was not synced'))
      expect(all(again).at(-1)).toEqual(added)
      await Promise.all([store.close(), again.close()])
    }
  },
  60_000
)
