import { createHash } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { contentOf, failure, inChunks, someBytes } from '../../conformance/content-bytes.js'
import { databaseKinds } from '../support/database.js'
import { s3Kinds } from '../support/s3-server.js'
import { append, followedBy, hold, newUpload } from './pieces.js'
import { type Replica, Stand } from './stand.js'

const mebi = 1024 * 1024
const pairs = databaseKinds.flatMap((database) => s3Kinds.map((s3) => ({ database, s3 })))

describe.each(pairs)('uploads in pieces on $database and $s3', (kinds) => {
  let stand: Stand
  let open: Awaited<ReturnType<Stand['place']>>
  beforeAll(async () => {
    stand = await Stand.start(kinds)
  }, 300_000)
  afterAll(() => stand.remove())
  beforeEach(async () => {
    open = await stand.place()
  })

  /** Makes the content of an upload, and holds it against what was sent. */
  async function expectContent(replica: Replica, id: string, bytes: Buffer): Promise<void> {
    const held = await hold(replica, id)
    const { staged, sha256 } = await held.complete()
    await staged.publish()
    await held.release()
    expect(sha256).toBe(createHash('sha256').update(bytes).digest('hex'))
    expect((await contentOf(replica.contents, id, bytes.length)).equals(bytes)).toBe(true)
    expect(await stand.leftOf(id)).toEqual({ objects: [id], uploads: 0 })
  }

  test.each([
    ['no bytes', []],
    ['one byte', [1]],
    ['few bytes in many pieces', [1, 50, 0, 48, 1]],
    ['one part', [5 * mebi]],
    ['parts and a rest', [3 * mebi, 4 * mebi, 5, 5 * mebi + 2]],
  ])('%s become one content, whichever replica takes them', async (_, pieces) => {
    const replicas = [await open(), await open()] as const
    const bytes = someBytes(pieces.reduce((sum, length) => sum + length, 0))
    const upload = newUpload(bytes.length, { type: 'text/x-odd' })
    await replicas[0].uploads.add(upload)
    let offset = 0
    for (const [i, length] of pieces.entries()) {
      const replica = replicas[i % 2] as Replica
      const held = await hold(replica, upload.id)
      expect(held.upload).toEqual({ ...upload, offset })
      await held.release()
      const piece = bytes.subarray(offset, offset + length)
      offset += length
      expect(await append(replica, upload.id, piece)).toBe(offset)
    }
    await expectContent(replicas[1], upload.id, bytes)
  })

  test('a content that was made is made again when nobody heard of it', async () => {
    const replica = await open()
    const bytes = someBytes(6 * mebi)
    const { id, ...upload } = newUpload(bytes.length)
    await replica.uploads.add({ id, ...upload })
    await append(replica, id, bytes)
    const held = await hold(replica, id)
    const { staged } = await held.complete()
    await staged.discard()
    await held.release()
    await expectContent(await open(), id, bytes)
  })

  test('what came before the connection broke is kept', async () => {
    const replica = await open()
    const bytes = someBytes(13 * mebi)
    const { id } = await added(replica, bytes.length)
    const gone = new Error('the client is gone')
    for (const end of [100, 5 * mebi, 11 * mebi + 1]) {
      const held = await hold(replica, id)
      const { offset } = held.upload
      const piece = followedBy(bytes.subarray(offset, end), () => Promise.reject(gone))
      await expect(held.append(piece)).rejects.toBe(gone)
      expect(held.upload.offset).toBe(end)
      await held.release()
    }
    await append(await open(), id, bytes.subarray(11 * mebi + 1))
    await expectContent(replica, id, bytes)
  })

  test('a piece that must be whole leaves nothing when it breaks', async () => {
    const replica = await open()
    const bytes = someBytes(13 * mebi)
    const { id } = await added(replica, bytes.length)
    await append(replica, id, bytes.subarray(0, 100))
    const gone = new Error('the client is gone')
    const held = await hold(replica, id)
    const others = Buffer.alloc(12 * mebi, 'other bytes')
    const broken = followedBy(others, () => Promise.reject(gone))
    await expect(held.append(broken, { isWhole: true })).rejects.toBe(gone)
    expect(held.upload.offset).toBe(100)
    const whole = inChunks(bytes.subarray(100, 12 * mebi), 65_536)
    expect(await held.append(whole, { isWhole: true })).toBe(12 * mebi)
    await held.release()
    await append(await open(), id, bytes.subarray(12 * mebi))
    await expectContent(replica, id, bytes)
  })

  test('bytes beyond the size are refused, and those before them kept', async () => {
    const replica = await open()
    const bytes = someBytes(6 * mebi + 1)
    const { id } = await added(replica, 6 * mebi)
    expect(await failure(append(replica, id, bytes))).toBe('FILE_TOO_LARGE')
    await expectContent(replica, id, bytes.subarray(0, 6 * mebi))
  })

  async function added({ uploads }: Replica, size: number) {
    const upload = newUpload(size)
    await uploads.add(upload)
    return upload
  }
})
