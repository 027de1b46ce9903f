import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { FileError } from '../../../src/core/errors.js'
import { contentFacts, newFile, newId, staged } from '../../conformance/new-file.js'
import { codeOf } from '../../core/code-of.js'
import { insertFile, type SharedStore, type SharedSuite } from './shared-suite.js'

/** Notes of contents, beside the commits that name and leave them. */
export function sharedNotes({ open }: SharedSuite): void {
  const noted = async (store: SharedStore) => {
    // A note of this very millisecond is not yet older than nothing.
    await sleep(2)
    return store.stale(0, 1000)
  }
  const failing = async () => {
    throw new FileError('INSUFFICIENT_STORAGE')
  }

  describe('content notes', () => {
    test('are struck by the insert that names the key, whichever store it is of', async () => {
      const [store, other] = [await open(), await open()]
      const file = newFile()
      await store.note(file.contentKey)
      expect(await noted(other)).toEqual([file.contentKey])
      await other.insert(file, staged(file.contentKey))
      await expect.poll(() => noted(store)).toEqual([])
    })

    test('are kept by an insert that failed', async () => {
      const store = await open()
      const file = newFile()
      await store.note(file.contentKey)
      const code = await codeOf(() => store.insert(file, staged(file.contentKey, failing)))
      expect(code).toBe('INSUFFICIENT_STORAGE')
      expect(await noted(store)).toEqual([file.contentKey])
    })

    test('change keys with a content that is replaced', async () => {
      const store = await open()
      const { id, contentKey } = await insertFile(store)
      const content = contentFacts()
      await store.note(content.contentKey)
      await store.update(id, { content }, { content: staged(content.contentKey) })
      await expect.poll(() => noted(store)).toEqual([contentKey])
    })

    test('are kept by a replacement that failed, and none is made of what it would have replaced', async () => {
      const store = await open()
      const { id } = await insertFile(store)
      const content = contentFacts()
      await store.note(content.contentKey)
      const late = { ifRevision: 7, content: staged(content.contentKey) }
      expect(await codeOf(() => store.update(id, { content }, late))).toBe('PRECONDITION_FAILED')
      expect(await noted(store)).toEqual([content.contentKey])
    })

    test('are made of what a delete leaves, and of nothing that a rename leaves alone', async () => {
      const store = await open()
      const { id, contentKey } = await insertFile(store)
      await store.update(id, { name: 'x' }, {})
      await store.addDownload(id)
      expect(await noted(store)).toEqual([])
      await store.delete(id, {})
      expect(await noted(store)).toEqual([contentKey])
    })

    test('come oldest first, so many as are asked for, once each', async () => {
      const store = await open()
      const keys = Array.from({ length: 5 }, newId)
      for (const key of keys) {
        await store.note(key)
        await sleep(2)
      }
      await store.note(keys[0] as string)
      const renewed = [...keys.slice(1), keys[0]]
      expect(await noted(store)).toEqual(renewed)
      expect(await store.stale(0, 2)).toEqual(renewed.slice(0, 2))
      expect(await store.stale(60_000, 10)).toEqual([])
    })

    test('can be struck several at a time, and without there being any', async () => {
      const store = await open()
      const keys = Array.from({ length: 3 }, newId)
      await Promise.all(keys.map((key) => store.note(key)))
      await store.strike([...keys.slice(1), newId()])
      await store.strike([])
      expect(await noted(store)).toEqual(keys.slice(0, 1))
    })

    test('can be made of one key at once', async () => {
      const [store, other] = [await open(), await open()]
      const key = newId()
      await Promise.all(Array.from({ length: 20 }, (_, i) => (i % 2 ? store : other).note(key)))
      expect(await noted(store)).toEqual([key])
    })

    test('know which keys are noted', async () => {
      const store = await open()
      const [key, other] = [newId(), newId()]
      await store.note(key)
      expect(await store.noted([key, other])).toEqual(new Set([key]))
      expect(await store.noted([])).toEqual(new Set())
    })

    test('know which keys a record names', async () => {
      const store = await open()
      const { id, contentKey } = await insertFile(store)
      const content = contentFacts()
      expect(await store.named([contentKey, content.contentKey])).toEqual(new Set([contentKey]))
      await store.update(id, { content }, { content: staged(content.contentKey) })
      const now = await store.named([contentKey, content.contentKey])
      expect(now).toEqual(new Set([content.contentKey]))
      expect(await store.named([])).toEqual(new Set())
    })
  })
}
