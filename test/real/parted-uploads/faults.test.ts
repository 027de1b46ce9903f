import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test } from 'vitest'
import { contentOf, failure, inChunks, someBytes } from '../../conformance/content-bytes.js'
import { databaseKinds } from '../support/database.js'
import { TcpProxy } from '../support/tcp-proxy.js'
import { Toxiproxy } from '../support/toxiproxy.js'
import { append, hold, newUpload } from './pieces.js'
import { type Replica, Stand } from './stand.js'

const mebi = 1024 * 1024
const timeout = 1500
/** What a machine with other things to do may take beside the timeout of each call. */
const slack = 6000
const times = { patience: 20_000 }
const bytes = someBytes(23 * mebi)

describe.each(databaseKinds)('uploads in pieces over bad lines, on %s', (database) => {
  let stand: Stand
  let open: Awaited<ReturnType<Stand['place']>>
  /** Over good lines. */
  let other: Replica
  beforeAll(async () => {
    stand = await Stand.start({ database, s3: 'versitygw' })
  }, 300_000)
  afterAll(() => stand.remove())
  beforeEach(async () => {
    open = await stand.place()
    other = await open({ times })
  })

  const added = async () => {
    const upload = newUpload(bytes.length)
    await other.uploads.add(upload)
    return upload.id
  }

  /** Sends all bytes in one request, in the middle of which something happens. */
  async function interrupted(replica: Replica, id: string, happens: () => Promise<void>) {
    const source = async function* () {
      yield* inChunks(bytes.subarray(0, 13 * mebi), 65_536)
      await happens()
      yield* inChunks(bytes.subarray(13 * mebi), 65_536)
    }
    const held = await hold(replica, id)
    const start = performance.now()
    const code = await failure(held.append(source()))
    await held.release()
    expect(performance.now() - start).toBeLessThan(3 * timeout + slack)
    return code
  }

  /** What counted is there, another replica goes on behind it, and nothing but the content is left. */
  async function expectWhole(id: string): Promise<void> {
    const { offset } = (await goneOn(id)).upload
    expect(offset).toBeGreaterThanOrEqual(10 * mebi)
    await append(other, id, bytes.subarray(offset))
    const held = await hold(other, id)
    await held.complete()
    expect((await contentOf(other.contents, id, bytes.length)).equals(bytes)).toBe(true)
    expect(await stand.leftOf(id)).toEqual({ objects: [id], uploads: 0 })
  }

  async function goneOn(id: string) {
    const held = await hold(other, id)
    await held.release()
    return held
  }

  describe('to the bucket', () => {
    let proxy: Toxiproxy
    let replica: Replica
    beforeEach(async () => {
      proxy = await Toxiproxy.start(stand.s3.port)
      onTestFinished(() => proxy.stop())
      replica = await open({ endpoint: proxy.endpoint, timeout, times })
    })

    test('that is reset, nothing is lost that counted', async () => {
      const id = await added()
      const reset = () =>
        proxy.add({ type: 'reset_peer', stream: 'upstream', attributes: { timeout: 0 } })
      expect(await interrupted(replica, id, reset)).toBe('STORE_UNAVAILABLE')
      await expectWhole(id)
    })

    test('that is cut in the middle of a part, nothing is lost that counted', async () => {
      const id = await added()
      const cut = () =>
        proxy.add({ type: 'limit_data', stream: 'upstream', attributes: { bytes: 100_000 } })
      expect(await interrupted(replica, id, cut)).toBe('STORE_UNAVAILABLE')
      await expectWhole(id)
    })

    test('that swallows everything, a part that arrives late takes the place of no other', async () => {
      const id = await added()
      const swallow = async () => proxy.swallow()
      expect(await interrupted(replica, id, swallow)).toBe('STORE_UNAVAILABLE')
      await append(other, id, Buffer.from(bytes.subarray(10 * mebi, 16 * mebi)))
      await proxy.clear()
      await expectWhole(id)
    })

    test('that comes back, the same replica goes on', async () => {
      const id = await added()
      const reset = () =>
        proxy.add({ type: 'reset_peer', stream: 'upstream', attributes: { timeout: 0 } })
      expect(await interrupted(replica, id, reset)).toBe('STORE_UNAVAILABLE')
      await proxy.clear()
      const { offset } = (await goneOn(id)).upload
      await append(replica, id, bytes.subarray(offset))
      await expectWhole(id)
    })
  })

  describe('to the database', () => {
    let proxy: TcpProxy
    let replica: Replica
    beforeEach(async () => {
      proxy = await TcpProxy.start(stand.database.port)
      onTestFinished(() => proxy.close())
      replica = await open({ databasePort: proxy.port, timeout, times })
    })

    test.each([
      ['goes dark', () => proxy.goDark()],
      ['loses its answers', () => proxy.swallowAnswers()],
    ])('that %s, nothing is lost that counted', async (_, breaks) => {
      const id = await added()
      const code = await interrupted(replica, id, async () => breaks())
      expect(code).toBe('STORE_UNAVAILABLE')
      await expectWhole(id)
      proxy.open()
      proxy.cut()
    })
  })
})
