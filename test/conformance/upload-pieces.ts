import { describe, expect } from 'vitest'
import { FileError } from '../../src/core/errors.js'
import { contentOf, failure, inChunks, someBytes } from './content-bytes.js'
import { newId } from './new-file.js'
import { newUpload } from './new-upload.js'
import type { UploadsSuite } from './unfinished-uploads.js'

const mebi = 1024 * 1024

/** The chunks, and then this error. */
async function* broken(bytes: Uint8Array, error: Error): AsyncGenerator<Uint8Array> {
  yield* inChunks(bytes, 7)
  throw error
}

/** Beginning uploads and adding to them. */
export function uploadPieces(suite: UploadsSuite): void {
  const { test, uploads, contents, reopen, begin, hold } = suite

  /** The whole content of an upload that has all its bytes. */
  const bytesOf = async (id: string) => {
    const held = await hold(id)
    const { staged } = await held.complete()
    await staged.publish()
    return contentOf(contents(), id, held.upload.size)
  }

  describe('add', () => {
    test('begins an upload of no bytes, with everything that was said of it', async () => {
      const upload = newUpload(10, { name: 'ü.bin', type: 'a/b; c=d', metadata: 'x eA==,y' })
      await uploads().add(upload)
      expect((await hold(upload.id)).upload).toEqual({ ...upload, offset: 0 })
    })

    test('is durable: another process finds it', async () => {
      const upload = newUpload(10)
      await uploads().add(upload)
      await reopen()
      expect((await hold(upload.id)).upload).toEqual({ ...upload, offset: 0 })
    })

    test('counts what waits for bytes', async () => {
      expect(await uploads().count()).toBe(0)
      await uploads().add(newUpload(10))
      const held = await begin(3)
      expect(await uploads().count()).toBe(2)
      await held.append(inChunks(someBytes(3)))
      expect(await uploads().count()).toBe(1)
    })
  })

  describe('append', () => {
    test('adds piece after piece, in order', async () => {
      const bytes = someBytes(1000)
      const held = await begin(1000)
      expect(await held.append(inChunks(bytes.subarray(0, 300), 11))).toBe(300)
      expect(held.upload.offset).toBe(300)
      expect(await held.append(inChunks(bytes.subarray(300)))).toBe(1000)
      await held.release()
      expect((await bytesOf(held.upload.id)).equals(bytes)).toBe(true)
    })

    test('takes nothing, and a piece of nothing', async () => {
      const held = await begin(5)
      expect(await held.append(inChunks(someBytes(0)))).toBe(0)
      expect(await held.append(inChunks(someBytes(2)))).toBe(2)
      expect(await held.append(inChunks(someBytes(0)))).toBe(2)
    })

    test('is durable: another process goes on where this one was', async () => {
      const bytes = someBytes(2 * mebi + 5)
      const held = await begin(bytes.length)
      await held.append(inChunks(bytes.subarray(0, mebi), 65_536))
      await held.release()
      await reopen()
      const again = await hold(held.upload.id)
      expect(again.upload.offset).toBe(mebi)
      await again.append(inChunks(bytes.subarray(mebi), 65_536))
      await again.release()
      expect((await bytesOf(held.upload.id)).equals(bytes)).toBe(true)
    })

    test('takes pieces of many megabytes', async () => {
      const bytes = someBytes(40 * mebi)
      const held = await begin(bytes.length)
      await held.append(inChunks(bytes.subarray(0, 23 * mebi + 1), 65_536))
      await held.append(inChunks(bytes.subarray(23 * mebi + 1), 65_536))
      await held.release()
      expect((await bytesOf(held.upload.id)).equals(bytes)).toBe(true)
    })

    test('keeps what came before the chunk that threw, and rethrows that', async () => {
      const bytes = someBytes(100)
      const held = await begin(100)
      const error = new FileError('INVALID_REQUEST')
      await expect(held.append(broken(bytes.subarray(0, 60), error))).rejects.toBe(error)
      expect(held.upload.offset).toBe(60)
      await held.release()
      await reopen()
      const again = await hold(held.upload.id)
      expect(again.upload.offset).toBe(60)
      await again.append(inChunks(bytes.subarray(60)))
      await again.release()
      expect((await bytesOf(held.upload.id)).equals(bytes)).toBe(true)
    })

    test('keeps nothing of a piece that is to be whole and is not', async () => {
      const bytes = someBytes(100)
      const held = await begin(100)
      await held.append(inChunks(bytes.subarray(0, 10)))
      const error = new FileError('DIGEST_MISMATCH')
      const piece = broken(someBytes(60, 9), error)
      await expect(held.append(piece, { isWhole: true })).rejects.toBe(error)
      expect(held.upload.offset).toBe(10)
      await held.append(inChunks(bytes.subarray(10)), { isWhole: true })
      await held.release()
      expect((await bytesOf(held.upload.id)).equals(bytes)).toBe(true)
    })

    test('refuses what is more than the size, and keeps what is not', async () => {
      const held = await begin(10)
      expect(await failure(held.append(inChunks(someBytes(25), 7)))).toBe('FILE_TOO_LARGE')
      expect(held.upload.offset).toBe(10)
      await held.release()
      expect((await bytesOf(held.upload.id)).equals(someBytes(10))).toBe(true)
    })

    test('refuses what is more than the size as a whole', async () => {
      const held = await begin(10)
      const work = held.append(inChunks(someBytes(25), 7), { isWhole: true })
      expect(await failure(work)).toBe('FILE_TOO_LARGE')
      expect(held.upload.offset).toBe(0)
    })
  })

  describe('remove', () => {
    test('leaves nothing, durably', async () => {
      const held = await begin(100)
      await held.append(inChunks(someBytes(50)))
      await held.remove()
      await held.release()
      expect(await uploads().hold(held.upload.id, () => {})).toBeUndefined()
      await reopen()
      expect(await uploads().hold(held.upload.id, () => {})).toBeUndefined()
      expect(await uploads().count()).toBe(0)
    })
  })

  describe('expired', () => {
    test('names those whose time is over, at most so many, and no others', async () => {
      const over = [1, 2, 3].map(() => newUpload(5, { expiresAt: Date.now() - 1000 }))
      for (const upload of over) await uploads().add(upload)
      await uploads().add(newUpload(5))
      const found = await uploads().expired(10)
      expect([...found].sort()).toEqual(over.map(({ id }) => id).sort())
      expect(await uploads().expired(2)).toHaveLength(2)
    })
  })

  describe('close', () => {
    test('makes everything later STORE_UNAVAILABLE', async () => {
      await uploads().close()
      const calls = [
        () => uploads().add(newUpload(1)),
        () => uploads().hold(newId(), () => {}),
        () => uploads().forget(newId()),
        () => uploads().expired(1),
        () => uploads().count(),
      ]
      for (const call of calls) expect(await failure(call())).toBe('STORE_UNAVAILABLE')
    })
  })
}
