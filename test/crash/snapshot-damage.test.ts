import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { StoreCorruptError } from '../../src/storage/metadata/json/store-corrupt-error.js'
import { MemoryFs } from '../support/fs/memory-fs.js'
import {
  foldedStore,
  linesOf,
  outcomeOf,
  previousPath,
  snapshotPath,
  spoiled,
  withBitFlipped,
} from './support/damage.js'
import { EmbeddedStore } from './support/embedded-store.js'

let tried = 0
let store: Awaited<ReturnType<typeof foldedStore>>

beforeAll(async () => {
  store = await foldedStore()
  expect(JSON.parse(store.state)).toHaveLength(14)
})

afterAll(() => console.log(`damaged snapshots: ${tried} tried`))

/** Every way in which the file is spoiled, by what was done to it. */
async function* damagesOf(path: string): AsyncGenerator<[what: string, bytes: Buffer]> {
  const bytes = store.files[path] as Buffer
  for (let at = 0; at < bytes.length; at++) {
    yield [`cut at ${at}`, bytes.subarray(0, at)]
    yield [`bit turned at ${at}`, withBitFlipped(bytes, at)]
  }
  yield ['zeros behind it', Buffer.concat([bytes, Buffer.alloc(4096)])]
  yield ['zeros in its place', Buffer.alloc(bytes.length)]
  const foreign = (await foldedStore()).files[snapshotPath] as Buffer
  for (const [what, damaged] of spoiled(linesOf(bytes), linesOf(foreign))) {
    // A whole snapshot of another store is no damage that the file alone could show.
    if (what !== 'of another store' && !damaged.equals(bytes)) yield [what, damaged]
  }
}

const without = (files: Readonly<Record<string, Buffer>>, ...paths: string[]) =>
  Object.fromEntries(Object.entries(files).filter(([path]) => !paths.includes(path)))

describe('a snapshot that is damaged at any byte', () => {
  test('is replaced by the previous one and all journals, which hold the same', async () => {
    for await (const [what, bytes] of damagesOf(snapshotPath)) {
      tried++
      const outcome = await outcomeOf({ ...store.files, [snapshotPath]: bytes })
      if (outcome !== store.state) expect.fail(`${what}: ${outcome}`)
    }
  }, 300_000)

  test('is refused by file and offset where there is no previous one', async () => {
    for await (const [what, bytes] of damagesOf(snapshotPath)) {
      tried++
      const files = { ...without(store.files, previousPath), [snapshotPath]: bytes }
      const outcome = await outcomeOf(files)
      if (!(outcome instanceof StoreCorruptError)) expect.fail(`${what}: it starts`)
      expect(outcome.file).toBe(snapshotPath)
      expect(outcome.offset).toBeLessThanOrEqual(bytes.length)
    }
  }, 300_000)

  test('is refused where the previous one is damaged, too, or a journal since then is missing', async () => {
    const damaged = withBitFlipped(store.files[snapshotPath] as Buffer, 100)
    for await (const [what, bytes] of damagesOf(previousPath)) {
      tried++
      const files = { ...store.files, [snapshotPath]: damaged, [previousPath]: bytes }
      expect(await outcomeOf(files), what).toBeInstanceOf(StoreCorruptError)
    }
    for (const path of Object.keys(store.files).filter((name) => name.includes('/journal.'))) {
      const files = { ...without(store.files, path), [snapshotPath]: damaged }
      expect(await outcomeOf(files), path).toBeInstanceOf(StoreCorruptError)
    }
  }, 300_000)

  test('does no harm in the previous one while the newest is whole', async () => {
    for await (const [what, bytes] of damagesOf(previousPath)) {
      tried++
      expect(await outcomeOf({ ...store.files, [previousPath]: bytes }), what).toBe(store.state)
    }
  }, 300_000)

  test('of another store is refused for the journal, whose lines are not of it', async () => {
    const { files } = await foldedStore()
    const foreign = { ...store.files, [snapshotPath]: files[snapshotPath] as Buffer }
    expect(await outcomeOf(foreign)).toBeInstanceOf(StoreCorruptError)
  })
})

test('no loss of metadata makes an empty store beside content', async () => {
  const metadata = Object.keys(store.files)
  const content = { '/data/content/a-content-without-a-name': Buffer.from('precious') }
  // Every choice of metadata files that are gone, but for none.
  for (let gone = 1; gone < 2 ** metadata.length; gone++) {
    tried++
    const files = without(store.files, ...metadata.filter((_, at) => (gone >> at) & 1))
    const fs = MemoryFs.of({ ...files, ...content })
    const outcome = await EmbeddedStore.open(fs).then(
      async (opened) => {
        const records = JSON.stringify([...opened.metadata.records()])
        await opened.kill()
        return records
      },
      (error: Error) => error.name
    )
    expect([store.state, 'StoreCorruptError', 'StoreMissingError']).toContain(outcome)
  }
})
