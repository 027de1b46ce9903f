import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { HeldUpload } from '../../../src/core/ports/unfinished-uploads.js'
import { contentOf, failure, inChunks, someBytes } from '../../conformance/content-bytes.js'
import { latch } from '../../core/latch.js'
import { databaseKinds } from '../support/database.js'
import { append, followedBy, hold, newUpload } from './pieces.js'
import { type Replica, Stand } from './stand.js'

const mebi = 1024 * 1024
/** Of one that is taken for dead while it goes on. */
const unheard = { lease: 200, renewEvery: 60_000, commitLease: 200 }
const patient = { patience: 20_000 }

describe.each(databaseKinds)('who holds an upload in pieces on %s', (database) => {
  let stand: Stand
  let open: Awaited<ReturnType<Stand['place']>>
  beforeAll(async () => {
    stand = await Stand.start({ database, s3: 'versitygw' })
  }, 300_000)
  afterAll(() => stand.remove())
  beforeEach(async () => {
    open = await stand.place()
  })

  const added = async ({ uploads }: Replica, size: number) => {
    const upload = newUpload(size)
    await uploads.add(upload)
    return upload
  }

  test('of two at once one has it, and the other one is refused', async () => {
    const [a, b] = [await open(), await open()]
    const { id } = await added(a, 3)
    const attempts = await Promise.allSettled([hold(a, id), hold(b, id)])
    const won = attempts.filter(({ status }) => status === 'fulfilled')
    expect(won).toHaveLength(1)
    expect(attempts).toContainEqual({
      status: 'rejected',
      reason: expect.objectContaining({ code: 'UPLOAD_BUSY' }),
    })
    const [held] = won as PromiseFulfilledResult<HeldUpload>[]
    expect(await held?.value.append(inChunks(someBytes(3)))).toBe(3)
    await held?.value.release()
    expect((await hold(b, id)).upload.offset).toBe(3)
  })

  test.each(['another replica', 'the same one'])(
    'hears that somebody waits in %s, who then has it',
    async (where) => {
      const a = await open()
      const b = where === 'the same one' ? a : await open({ times: patient })
      const { id } = await added(a, 10)
      const wanted = latch()
      const held = await hold(a, id, wanted.open)
      const interrupted = followedBy(someBytes(4), async () => {
        await wanted.opened
        throw new Error('somebody waits')
      })
      const ended = expect(held.append(interrupted))
        .rejects.toThrow('somebody waits')
        .then(() => held.release())
      expect((await hold(b, id)).upload.offset).toBe(4)
      await ended
    }
  )

  test('is taken over once it is dead, with all that counted', async () => {
    const [a, b] = [await open(), await open({ times: patient })]
    const bytes = someBytes(11 * mebi)
    const { id } = await added(a, bytes.length)
    await append(a, id, bytes.subarray(0, 7 * mebi))
    await hold(a, id)
    // From now on nobody hears of it.
    await a.uploads.close()
    expect(await append(b, id, bytes.subarray(7 * mebi))).toBe(bytes.length)
    const held = await hold(b, id)
    await held.complete()
    expect((await contentOf(b.contents, id, bytes.length)).equals(bytes)).toBe(true)
  })

  test('changes nothing any more once it was taken for dead', async () => {
    const [a, b] = [await open({ times: unheard }), await open({ times: patient })]
    const bytes = someBytes(12 * mebi)
    const { id } = await added(a, bytes.length)
    const late = await hold(a, id)
    const taken = latch()
    // Its first part is stored, and others come only when it is not the holder any more.
    const source = async function* () {
      yield Buffer.alloc(7 * mebi, 'late ')
      await taken.opened
      yield Buffer.alloc(5 * mebi, 'late ')
    }
    const refused = failure(late.append(source()))
    await expect.poll(async () => (await b.records.uploads.parts(id)).length).toBe(1)
    const held = await hold(b, id)
    expect(held.upload.offset).toBe(5 * mebi)
    await held.append(inChunks(bytes.subarray(5 * mebi, 11 * mebi), 65_536))
    taken.open()
    expect(await refused).toBe('UPLOAD_BUSY')
    expect(await failure(late.remove())).toBe('UPLOAD_BUSY')
    await late.release()
    await held.append(inChunks(bytes.subarray(11 * mebi), 65_536))
    const { staged } = await held.complete()
    await staged.publish()
    const stored = await contentOf(b.contents, id, bytes.length)
    expect(stored.subarray(5 * mebi).equals(bytes.subarray(5 * mebi))).toBe(true)
    expect(await stand.leftOf(id)).toEqual({ objects: [id], uploads: 0 })
  })

  test('is not kept by calls that arrive after it was released', async () => {
    const [a, b] = [await open(), await open()]
    const upload = await added(a, 10)
    const { uploads: ledger } = a.records
    const taken = await ledger.take(upload.id, 1500)
    if (typeof taken !== 'object') throw new Error('nobody has it')
    await ledger.release(taken, taken.nextNumber)
    expect(await ledger.renew(taken, 60_000)).toBe('lost')
    expect(await ledger.advance(taken, { offset: 10, nextNumber: 1 }, 60_000)).toBe(false)
    const held = await hold(b, upload.id)
    expect(held.upload.offset).toBe(0)
    await held.remove()
    expect(await ledger.renew(taken, 60_000)).toBe('gone')
  })

  test('does not commit once it was taken for dead, or the upload forgotten', async () => {
    const [a, b] = [await open({ times: unheard }), await open({ times: patient })]
    const { id } = await added(a, 3)
    await append(a, id, someBytes(3))
    const late = await (await hold(a, id)).complete()
    const held = await hold(b, id)
    expect(await failure(late.staged.publish())).toBe('UPLOAD_BUSY')
    const { staged } = await held.complete()
    await a.uploads.forget(id)
    expect(await failure(staged.publish())).toBe('FILE_NOT_FOUND')
    await held.release()
    expect(await b.uploads.hold(id, () => {})).toBeUndefined()
  })
})
