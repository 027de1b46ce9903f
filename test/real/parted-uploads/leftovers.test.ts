import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { noteOrphans } from '../../../src/core/upkeep/note-orphans.js'
import { tidyNotes } from '../../../src/core/upkeep/tidy-notes.js'
import { contentOf, failure, inChunks, someBytes } from '../../conformance/content-bytes.js'
import { contentFacts, newFile } from '../../conformance/new-file.js'
import { append, hold, newUpload } from './pieces.js'
import { type Replica, Stand } from './stand.js'

const mebi = 1024 * 1024
const nothing = { objects: [], uploads: 0 }

describe.each([
  { database: 'postgres', s3: 'versitygw' },
  { database: 'mongodb', s3: 'MinIO' },
] as const)('what uploads in pieces leave behind on $database and $s3', (kinds) => {
  let stand: Stand
  let replica: Replica
  let open: Awaited<ReturnType<Stand['place']>>
  beforeAll(async () => {
    stand = await Stand.start(kinds)
  }, 300_000)
  afterAll(() => stand.remove())
  beforeEach(async () => {
    open = await stand.place()
    replica = await open()
  })

  const added = async (size: number, expiresIn = 3_600_000) => {
    const upload = newUpload(size, { expiresAt: Date.now() + expiresIn })
    await replica.uploads.add(upload)
    return upload.id
  }

  /** What the janitor does a day later, and a week later. */
  async function tidy(): Promise<void> {
    const { contents, records } = replica
    const options = { contents, records, report: () => {}, isClosed: () => false }
    await tidyNotes({ ...options, noteAge: -1000, mayGoOn: async () => true })
    await noteOrphans({ ...options, objectAge: -60_000 })
    await tidyNotes({ ...options, noteAge: -1000, mayGoOn: async () => true })
  }

  /** Stores a part and a tail that the ledger never hears of, as a process does that is killed then. */
  async function die(id: string): Promise<void> {
    const { parts } = replica.contents
    const bytes = someBytes(100)
    await parts.store(id, { series: await parts.begin(id), number: 1, bytes })
    await parts.storeTail(id, 'nobodys', bytes)
  }

  test('is nothing once one is removed', async () => {
    const id = await added(20 * mebi)
    await append(replica, id, someBytes(6 * mebi))
    await die(id)
    expect(await stand.leftOf(id)).toEqual({
      objects: [expect.any(String), expect.any(String)],
      uploads: 2,
    })
    const held = await hold(replica, id)
    await held.remove()
    await held.release()
    expect(await stand.leftOf(id)).toEqual(nothing)
    expect(await replica.uploads.hold(id, () => {})).toBeUndefined()
    expect(await replica.records.uploads.parts(id)).toEqual([])
  })

  test('is the content alone once one is complete', async () => {
    const id = await added(6 * mebi)
    await append(replica, id, someBytes(1000))
    await die(id)
    await append(replica, id, someBytes(6 * mebi).subarray(1000))
    await (await hold(replica, id)).complete()
    expect(await stand.leftOf(id)).toEqual({ objects: [id], uploads: 0 })
  })

  test('is left alone by the janitor as long as somebody may come back for it', async () => {
    const [parts, content] = [await added(20 * mebi), await added(6 * mebi)]
    const bytes = someBytes(20 * mebi)
    await append(replica, parts, bytes.subarray(0, 11 * mebi))
    await append(replica, content, bytes.subarray(0, 6 * mebi))
    const held = await hold(replica, content)
    const { staged } = await held.complete()
    await tidy()
    await staged.publish()
    expect((await contentOf(replica.contents, content, 6 * mebi)).length).toBe(6 * mebi)
    await append(replica, parts, bytes.subarray(11 * mebi))
    await (await hold(replica, parts)).complete()
    expect((await contentOf(replica.contents, parts, bytes.length)).equals(bytes)).toBe(true)
  })

  test('goes with the janitor where removing it failed, or nobody made it a file', async () => {
    const bytes = someBytes(6 * mebi)
    const [removed, unmade] = [await added(20 * mebi), await added(6 * mebi)]
    await append(replica, removed, bytes)
    await append(replica, unmade, bytes)
    const { records } = replica
    const taken = await records.uploads.take(removed, 1000)
    if (typeof taken !== 'object') throw new Error('it is there')
    await records.uploads.remove(taken)
    const held = await hold(replica, unmade)
    await held.complete()
    await held.remove()
    await tidy()
    for (const id of [removed, unmade]) expect(await stand.leftOf(id)).toEqual(nothing)
  })

  test('keeps the content of a file when its time is over', async () => {
    const id = await added(3, -1)
    await append(replica, id, someBytes(3))
    const { staged } = await (await hold(replica, id)).complete()
    const { records } = replica
    await records.insert(newFile({ id, ...contentFacts({ contentKey: id }) }), staged)
    await replica.uploads.forget(id)
    await tidy()
    expect((await contentOf(replica.contents, id, 3)).length).toBe(3)
    expect(await replica.uploads.expired(10)).toEqual([])
  })

  test('is listed when its time is over, the longest first, and counted while it still may come', async () => {
    const [late, soon, complete] = [
      await added(3, -10_000),
      await added(3, -20_000),
      await added(3, -30_000),
    ]
    const [lasting, empty] = [await added(3), await added(0)]
    await append(replica, complete, someBytes(3))
    expect(await replica.uploads.expired(2)).toEqual([complete, soon])
    expect(await replica.uploads.expired(10)).toEqual([complete, soon, late])
    expect(await replica.uploads.count()).toBe(1)
    for (const id of [lasting, empty]) await replica.uploads.forget(id)
    expect(await replica.uploads.count()).toBe(0)
  })

  test.each([
    ['its last bytes', 100],
    ['its parts', 5 * mebi],
    ['all of them', 6 * mebi],
  ])('is UPLOAD_GONE without %s, and reported', async (_, arrived) => {
    const id = await added(6 * mebi)
    await append(replica, id, someBytes(arrived))
    await replica.contents.abandon(id)
    const held = await hold(replica, id)
    const isComplete = arrived === 6 * mebi
    const work = isComplete ? held.complete() : held.append(inChunks(someBytes(mebi)))
    expect(await failure(work)).toBe('UPLOAD_GONE')
    await held.release()
    expect(replica.reports).toEqual(['Bytes of an unfinished upload are lost: it is removed'])
    expect(await replica.uploads.hold(id, () => {})).toBeUndefined()
  })
})
