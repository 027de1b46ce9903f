import { describe, expect } from 'vitest'
import {
  collected,
  contentOf,
  failure,
  inChunks,
  published,
  rangeOf,
  someBytes,
} from './content-bytes.js'
import type { ContentSuite } from './content-store.js'
import { newId } from './new-file.js'

const mebi = 1024 * 1024

/** Taking bytes in, and what becomes of them. */
export function contentStaging({ test, store }: ContentSuite): void {
  describe('stage and publish', () => {
    test('gives the bytes back under their key', async () => {
      const bytes = someBytes(1000)
      const key = newId()
      const staged = await store().stage(key, inChunks(bytes, 100))
      expect(staged.key).toBe(key)
      await staged.publish()
      expect(await contentOf(store(), key, 1000)).toEqual(bytes)
    })

    test('shows nothing before the publication', async () => {
      const staged = await store().stage(newId(), inChunks(someBytes(10)))
      expect(await failure(store().open(staged.key, rangeOf(10)))).toBe('CONTENT_MISSING')
      await staged.publish()
      expect(await contentOf(store(), staged.key, 10)).toEqual(someBytes(10))
    })

    test('takes an empty content', async () => {
      const key = await published(store(), new Uint8Array())
      expect(await contentOf(store(), key, 0)).toEqual(Buffer.alloc(0))
    })

    test('takes bytes that are there as a whole', async () => {
      for (const size of [0, 1, 1000, 3 * mebi]) {
        const bytes = someBytes(size)
        const staged = await store().stage(newId(), bytes)
        await staged.publish()
        expect((await contentOf(store(), staged.key, size)).equals(bytes), `${size}`).toBe(true)
      }
    })

    test('takes chunks without bytes for what they are', async () => {
      const nothing = new Uint8Array()
      async function* mostlyNothing() {
        for (let i = 0; i < 5000; i++) yield i % 1000 === 500 ? Buffer.from(`${i} `) : nothing
      }
      async function* nothingAtAll() {
        for (let i = 0; i < 5000; i++) yield nothing
      }
      const some = await store().stage(newId(), mostlyNothing())
      const none = await store().stage(newId(), nothingAtAll())
      await Promise.all([some.publish(), none.publish()])
      expect(String(await contentOf(store(), some.key, 24))).toBe('500 1500 2500 3500 4500 ')
      expect(await contentOf(store(), none.key, 0)).toEqual(Buffer.alloc(0))
    })

    test('takes large contents in chunks of any size', async () => {
      const bytes = someBytes(9 * mebi + 17)
      for (const size of [bytes.length, 5 * mebi, mebi, 65_536, 1021]) {
        const staged = await store().stage(newId(), inChunks(bytes, size))
        await staged.publish()
        const content = await contentOf(store(), staged.key, bytes.length)
        expect(content.equals(bytes), `chunks of ${size}`).toBe(true)
        await store().delete(staged.key)
      }
    })

    test('takes many contents at once and keeps them apart', async () => {
      const contents = Array.from({ length: 30 }, (_, i) => someBytes(i * 1000, i))
      const keys = await Promise.all(contents.map((bytes) => published(store(), bytes)))
      const read = await Promise.all(
        contents.map(({ length }, i) => contentOf(store(), keys[i] as string, length))
      )
      expect(read).toEqual(contents)
    })

    test('does nothing more at a second publication, at once or later', async () => {
      const bytes = someBytes(5000)
      const staged = await store().stage(newId(), inChunks(bytes))
      await Promise.all([staged.publish(), staged.publish()])
      await staged.publish()
      expect(await contentOf(store(), staged.key, 5000)).toEqual(bytes)
    })
  })

  describe('a source that fails', () => {
    const sources = {
      'before its first byte': 0,
      'after some bytes': 1000,
      'after several MiB': 5 * mebi,
    }
    for (const [when, length] of Object.entries(sources)) {
      test(`has its error rethrown and leaves nothing: ${when}`, async () => {
        const broken = new Error('the client is gone')
        async function* source() {
          yield* inChunks(someBytes(length), 100_000)
          throw broken
        }
        const key = newId()
        await expect(store().stage(key, source())).rejects.toBe(broken)
        for (const size of [length, 0]) {
          expect(await failure(store().open(key, rangeOf(size)))).toBe('CONTENT_MISSING')
        }
      })
    }

    test('does not disturb the others', async () => {
      async function* source() {
        yield someBytes(1000)
        throw new Error('the client is gone')
      }
      const bytes = someBytes(2 * mebi)
      const [key, code] = await Promise.all([
        published(store(), bytes),
        failure(store().stage(newId(), source())),
      ])
      expect(code).toBe('Error: the client is gone')
      expect((await contentOf(store(), key, bytes.length)).equals(bytes)).toBe(true)
    })
  })

  describe('discard', () => {
    test('removes bytes that were not published', async () => {
      const staged = await store().stage(newId(), inChunks(someBytes(10)))
      await staged.discard()
      expect(await failure(store().open(staged.key, rangeOf(10)))).toBe('CONTENT_MISSING')
    })

    test('removes bytes that were published', async () => {
      const staged = await store().stage(newId(), inChunks(someBytes(10)))
      await staged.publish()
      await staged.discard()
      expect(await failure(store().open(staged.key, rangeOf(10)))).toBe('CONTENT_MISSING')
    })

    test('removes bytes that are just being published', async () => {
      const staged = await store().stage(newId(), inChunks(someBytes(10)))
      const publishing = staged.publish().catch(() => {})
      await staged.discard()
      await publishing
      expect(await failure(store().open(staged.key, rangeOf(10)))).toBe('CONTENT_MISSING')
    })

    test('never throws, however often it is called', async () => {
      const staged = await store().stage(newId(), inChunks(someBytes(10)))
      await Promise.all([staged.discard(), staged.discard()])
      await staged.discard()
      const other = await store().stage(newId(), inChunks(someBytes(10)))
      await other.publish()
      await store().delete(other.key)
      await other.discard()
    })

    test('does not cut a reader short', async () => {
      const bytes = someBytes(3 * mebi)
      const staged = await store().stage(newId(), inChunks(bytes))
      await staged.publish()
      const reader = await store().open(staged.key, rangeOf(bytes.length))
      await staged.discard()
      expect((await collected(reader)).equals(bytes)).toBe(true)
    })
  })
}
