import { describe, expect } from 'vitest'
import { collected, contentOf, failure, published, rangeOf, someBytes } from './content-bytes.js'
import type { ContentSuite } from './content-store.js'
import { newId } from './new-file.js'

const mebi = 1024 * 1024

/** Removing contents, and whether the store can take and serve any. */
export function contentRemoval({ test, store }: ContentSuite): void {
  describe('delete', () => {
    test('removes one content and no other', async () => {
      const [key, other] = await Promise.all([
        published(store(), someBytes(10)),
        published(store(), someBytes(10)),
      ])
      await store().delete(key)
      expect(await failure(store().open(key, rangeOf(10)))).toBe('CONTENT_MISSING')
      expect(await contentOf(store(), other, 10)).toEqual(someBytes(10))
    })

    test('does nothing where there is nothing, again and again', async () => {
      const key = await published(store(), someBytes(10))
      await store().delete(key)
      await Promise.all([store().delete(key), store().delete(key), store().delete(newId())])
    })

    test('does not cut readers short that are under way, or have not begun', async () => {
      const bytes = someBytes(8 * mebi)
      const key = await published(store(), bytes)
      const [begun, waiting] = await Promise.all([
        store().open(key, rangeOf(bytes.length)),
        store().open(key, rangeOf(bytes.length, 5)),
      ])
      const first = await begun.next()
      await store().delete(key)
      const rest = await collected(begun)
      expect(Buffer.concat([first.value as Uint8Array, rest]).equals(bytes)).toBe(true)
      expect((await collected(waiting)).equals(bytes.subarray(5))).toBe(true)
      expect(await failure(store().open(key, rangeOf(bytes.length)))).toBe('CONTENT_MISSING')
    })
  })

  describe('ensureSpace', () => {
    test('lets pass what fits', async () => {
      await store().ensureSpace(0)
      await store().ensureSpace(1000)
    })

    test('refuses what can fit nowhere', async () => {
      const code = await failure(store().ensureSpace(Number.MAX_SAFE_INTEGER))
      expect(code).toBe('INSUFFICIENT_STORAGE')
    })
  })

  describe('room', () => {
    test('is what ensureSpace lets pass, and no more', async () => {
      const room = await store().room()
      // A store without an end has nothing to hold to.
      if (room === undefined) return
      expect(room).toBeGreaterThan(1000)
      const tebi = 1024 ** 4
      expect(await failure(store().ensureSpace(room + tebi))).toBe('INSUFFICIENT_STORAGE')
      await store().ensureSpace(Math.floor(room / 2))
    })
  })

  describe('check', () => {
    test('resolves while the store works', async () => {
      await store().check()
      await published(store(), someBytes(10))
      await store().check()
    })
  })
}
