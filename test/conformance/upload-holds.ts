import { describe, expect } from 'vitest'
import { latch } from '../core/latch.js'
import { failure, inChunks, someBytes } from './content-bytes.js'
import { newId } from './new-file.js'
import type { UploadsSuite } from './unfinished-uploads.js'

/** Who may change an upload. */
export function uploadHolds({ test, uploads, begin, hold }: UploadsSuite): void {
  describe('hold', () => {
    test('is undefined for ids that are no upload, whatever they are', async () => {
      for (const id of [newId(), '', '.', '..', '../x', 'a/b', 'a\0b', 'x'.repeat(5000), 'ü']) {
        expect(await uploads().hold(id, () => {})).toBeUndefined()
      }
    })

    test('asks the one who has it to come to an end, and waits for that', async () => {
      const wanted = latch()
      const begun = await begin(10)
      const { id } = begun.upload
      await begun.release()
      const first = await hold(id, wanted.open)
      await first.append(inChunks(someBytes(4)))
      const second = hold(id)
      await wanted.opened
      await first.append(inChunks(someBytes(2)))
      await first.release()
      expect((await second).upload.offset).toBe(6)
    })

    test('is UPLOAD_BUSY when whoever has it does not end', async () => {
      const held = await begin(10)
      expect(await failure(uploads().hold(held.upload.id, () => {}))).toBe('UPLOAD_BUSY')
      await held.release()
      await (await hold(held.upload.id)).release()
    })

    test('is given to one after the other', async () => {
      const begun = await begin(30)
      const { upload } = begun
      await begun.release()
      const turns = Array.from({ length: 3 }, async () => {
        const held = await hold(upload.id)
        const { offset } = held.upload
        await held.append(inChunks(someBytes(10)))
        expect(held.upload.offset).toBe(offset + 10)
        await held.release()
      })
      await Promise.all(turns)
      expect((await hold(upload.id)).upload.offset).toBe(30)
    })

    test('of one upload holds up no other', async () => {
      await begin(10)
      await (await begin(10)).release()
    })

    test('can be released twice, and then is not of use to its holder', async () => {
      const first = await begin(10)
      await first.release()
      const second = await hold(first.upload.id)
      await first.release()
      expect(await failure(uploads().hold(first.upload.id, () => {}))).toBe('UPLOAD_BUSY')
      await second.release()
    })
  })
}
