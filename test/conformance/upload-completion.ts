import { createHash } from 'node:crypto'
import { describe, expect } from 'vitest'
import { contentOf, failure, inChunks, rangeOf, someBytes } from './content-bytes.js'
import type { UploadsSuite } from './unfinished-uploads.js'

const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex')

/** Making contents of uploads that have all their bytes. */
export function uploadCompletion({
  test,
  uploads,
  contents,
  reopen,
  begin,
  hold,
}: UploadsSuite): void {
  const whole = async (bytes: Buffer) => {
    const held = await begin(bytes.length)
    await held.append(inChunks(bytes, 1000))
    return held
  }

  describe('complete', () => {
    test('gives a content under the id, and what its digest is', async () => {
      const bytes = someBytes(5000)
      const held = await whole(bytes)
      const { id } = held.upload
      const { staged, sha256: digest } = await held.complete()
      expect([staged.key, digest]).toEqual([id, sha256(bytes)])
      expect(await failure(contents().open(id, rangeOf(5000)))).toBe('CONTENT_MISSING')
      await staged.publish()
      await staged.publish()
      expect((await contentOf(contents(), id, 5000)).equals(bytes)).toBe(true)
    })

    test('takes an upload of no bytes', async () => {
      const held = await begin(0)
      const { staged, sha256: digest } = await held.complete()
      await staged.publish()
      expect(digest).toBe(sha256(Buffer.alloc(0)))
      expect(await contentOf(contents(), held.upload.id, 0)).toHaveLength(0)
    })

    test('knows the digest of bytes that came to another process', async () => {
      const bytes = someBytes(100_000)
      const first = await begin(bytes.length)
      await first.append(inChunks(bytes.subarray(0, 70_001), 1000))
      await first.release()
      await reopen()
      const held = await hold(first.upload.id)
      await held.append(inChunks(bytes.subarray(70_001)))
      const { staged, sha256: digest } = await held.complete()
      expect(digest).toBe(sha256(bytes))
      await staged.publish()
      expect((await contentOf(contents(), held.upload.id, bytes.length)).equals(bytes)).toBe(true)
    })

    test('can be done again after its content was discarded, published or not', async () => {
      const bytes = someBytes(5000)
      const held = await whole(bytes)
      await (await held.complete()).staged.discard()
      const second = await held.complete()
      await second.staged.publish()
      await second.staged.discard()
      const third = await held.complete()
      expect(third.sha256).toBe(sha256(bytes))
      await third.staged.publish()
      expect((await contentOf(contents(), held.upload.id, 5000)).equals(bytes)).toBe(true)
    })

    test('can be done again by another process when the commit never came', async () => {
      const bytes = someBytes(5000)
      const first = await whole(bytes)
      await (await first.complete()).staged.publish()
      await first.release()
      await reopen()
      const held = await hold(first.upload.id)
      expect(held.upload.offset).toBe(5000)
      const { staged, sha256: digest } = await held.complete()
      expect(digest).toBe(sha256(bytes))
      await staged.publish()
      expect((await contentOf(contents(), held.upload.id, 5000)).equals(bytes)).toBe(true)
    })

    test('leaves what is known of the upload behind', async () => {
      const held = await whole(someBytes(10))
      await (await held.complete()).staged.publish()
      await held.release()
      expect((await hold(held.upload.id)).upload).toEqual(held.upload)
      expect(await uploads().count()).toBe(0)
    })
  })

  describe('forget', () => {
    test('does nothing where there is nothing, again and again', async () => {
      const held = await begin(1)
      await held.release()
      await uploads().forget('no such upload')
      await uploads().forget(held.upload.id)
      await uploads().forget(held.upload.id)
    })

    test('takes the upload away for good and leaves its content', async () => {
      const held = await whole(someBytes(10))
      const { id } = held.upload
      await (await held.complete()).staged.publish()
      await held.release()
      await uploads().forget(id)
      expect(await uploads().hold(id, () => {})).toBeUndefined()
      expect((await contentOf(contents(), id, 10)).equals(someBytes(10))).toBe(true)
      await reopen()
      expect(await uploads().hold(id, () => {})).toBeUndefined()
    })

    test('lets nobody who holds the upload publish it any more', async () => {
      const held = await whole(someBytes(10))
      const { staged } = await held.complete()
      await uploads().forget(held.upload.id)
      expect(await failure(staged.publish())).toBe('FILE_NOT_FOUND')
      await staged.discard()
    })
  })
}
