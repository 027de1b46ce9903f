import { describe, expect } from 'vitest'
import { collected, contentOf, failure, published, rangeOf, someBytes } from './content-bytes.js'
import type { ContentSuite } from './content-store.js'
import { newId } from './new-file.js'

const mebi = 1024 * 1024

/** Reading contents, whole and in part. */
export function contentReading({ test, store }: ContentSuite): void {
  describe('open', () => {
    test('gives any range of a small content', async () => {
      const bytes = someBytes(7)
      const key = await published(store(), bytes)
      for (let start = 0; start < 7; start++) {
        for (let end = start - 1; end < 7; end++) {
          const read = await collected(await store().open(key, rangeOf(7, start, end)))
          expect(read, `${start}-${end}`).toEqual(bytes.subarray(start, end + 1))
        }
      }
    })

    test('gives ranges of a large content', async () => {
      const size = 3 * mebi + 1
      const bytes = someBytes(size)
      const key = await published(store(), bytes)
      for (const [start, end] of [
        [0, 0],
        [size - 1, size - 1],
        [mebi - 1, mebi],
        [1, size - 2],
        [262_143, 262_144],
        [2 * mebi, size - 1],
      ] as const) {
        const read = await collected(await store().open(key, rangeOf(size, start, end)))
        expect(read.equals(bytes.subarray(start, end + 1)), `${start}-${end}`).toBe(true)
      }
    })

    test('never writes to a chunk that was not given back', async () => {
      const bytes = someBytes(9 * mebi + 1)
      const key = await published(store(), bytes)
      const reader = await store().open(key, rangeOf(bytes.length))
      const kept: [at: number, chunk: Uint8Array][] = []
      let at = 0
      for await (const chunk of reader) {
        expect(bytes.subarray(at, at + chunk.length).equals(chunk), `at ${at}`).toBe(true)
        // Every third is held to the end.
        if (at % 3 === 0) kept.push([at, chunk])
        else reader.recycle?.(chunk)
        at += chunk.length
      }
      expect(at).toBe(bytes.length)
      for (const [start, chunk] of kept) {
        expect(bytes.subarray(start, start + chunk.length).equals(chunk), `${start}`).toBe(true)
      }
    })

    test('gives nothing where no byte was asked for', async () => {
      const key = await published(store(), someBytes(10))
      const reader = await store().open(key, rangeOf(10, 0, -1))
      expect(await collected(reader)).toEqual(Buffer.alloc(0))
    })

    test('gives as many readers of one content as there are', async () => {
      const bytes = someBytes(mebi)
      const key = await published(store(), bytes)
      const read = await Promise.all(
        Array.from({ length: 20 }, (_, i) =>
          store()
            .open(key, rangeOf(mebi, i * 1000))
            .then(collected)
        )
      )
      for (const [i, part] of read.entries()) {
        expect(part.equals(bytes.subarray(i * 1000))).toBe(true)
      }
    })

    test('is CONTENT_MISSING where nothing is under the key', async () => {
      expect(await failure(store().open(newId(), rangeOf(10)))).toBe('CONTENT_MISSING')
      expect(await failure(store().open(newId(), rangeOf(0)))).toBe('CONTENT_MISSING')
    })

    test('is CONTENT_MISSING where the content is of another size, whatever the range', async () => {
      const key = await published(store(), someBytes(10))
      for (const size of [0, 9, 11, 1000]) {
        expect(await failure(store().open(key, rangeOf(size, 0, 0))), `${size}`).toBe(
          'CONTENT_MISSING'
        )
      }
      expect(await contentOf(store(), key, 10)).toEqual(someBytes(10))
    })

    test('matches keys exactly', async () => {
      const key = await published(store(), someBytes(10))
      for (const other of [key.slice(0, -1), `${key}x`, swappedCase(key)]) {
        expect(await failure(store().open(other, rangeOf(10))), other).toBe('CONTENT_MISSING')
      }
    })
  })

  describe('a reader', () => {
    test('stays at its end', async () => {
      const key = await published(store(), someBytes(10))
      const reader = await store().open(key, rangeOf(10))
      await collected(reader)
      for (let i = 0; i < 3; i++) expect((await reader.next()).done).toBe(true)
      await reader.return?.()
    })

    test('can be left in the middle, and then gives nothing more', async () => {
      const size = 4 * mebi
      const key = await published(store(), someBytes(size))
      const reader = await store().open(key, rangeOf(size))
      expect((await reader.next()).done).toBe(false)
      await reader.return?.()
      expect((await reader.next()).done).toBe(true)
      await reader.return?.()
    })

    test('can be left before it began', async () => {
      const key = await published(store(), someBytes(10))
      for (let i = 0; i < 2000; i++) {
        const reader = await store().open(key, rangeOf(10))
        await reader.return?.()
        expect((await reader.next()).done).toBe(true)
      }
      expect(await contentOf(store(), key, 10)).toEqual(someBytes(10))
    })

    test('gives chunks that stay as they are while it reads on', async () => {
      const bytes = someBytes(2 * mebi)
      const key = await published(store(), bytes)
      const chunks: Uint8Array[] = []
      for await (const chunk of await store().open(key, rangeOf(bytes.length))) chunks.push(chunk)
      expect(Buffer.concat(chunks).equals(bytes)).toBe(true)
    })
  })
}

const swappedCase = (key: string) =>
  key.replace(/[a-z]/gi, (c) => (c === c.toLowerCase() ? c.toUpperCase() : c.toLowerCase()))
