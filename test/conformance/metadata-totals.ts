import { describe, expect } from 'vitest'
import type { NewFile } from '../../src/core/file-record.js'
import type { MetadataSuite } from './metadata-store.js'
import { contentFacts, newFile, staged } from './new-file.js'

/** Number and size of all files, always those of the list. */
export function metadataTotals({ test, store, reopen }: MetadataSuite): void {
  const insert = (members: Partial<NewFile>) => {
    const file = newFile(members)
    return store().insert(file, staged(file.contentKey))
  }
  const counted = async () => {
    const rows = await store().page({ sort: 'created', order: 'asc', limit: 1000 })
    return { files: rows.length, bytes: rows.reduce((sum, { size }) => sum + size, 0) }
  }

  describe('totals', () => {
    test('are nothing in an empty store', async () => {
      expect(await store().totals()).toEqual({ files: 0, bytes: 0 })
    })

    test('follow every kind of change', async () => {
      const [first, second] = [await insert({ size: 10 }), await insert({ size: 10 * 1024 ** 4 })]
      await insert({ size: 0 })
      expect(await store().totals()).toEqual({ files: 3, bytes: 10 * 1024 ** 4 + 10 })
      const content = contentFacts({ size: 4 })
      await store().update(first.id, { content }, { content: staged(content.contentKey) })
      await store().update(first.id, { name: 'renamed.txt' }, {})
      await store().addDownload(first.id)
      expect(await store().totals()).toEqual({ files: 3, bytes: 10 * 1024 ** 4 + 4 })
      await store().delete(second.id, {})
      expect(await store().totals()).toEqual({ files: 2, bytes: 4 })
    })

    test('leave out what did not happen', async () => {
      const { id } = await insert({ size: 10 })
      const content = contentFacts({ size: 99 })
      const late = { ifRevision: 7, content: staged(content.contentKey) }
      await expect(store().update(id, { content }, late)).rejects.toThrow()
      await expect(store().delete(id, { ifRevision: 7 })).rejects.toThrow()
      expect(await store().totals()).toEqual({ files: 1, bytes: 10 })
    })

    test('are those of the list after changes at once, and after a restart', async () => {
      const files = await Promise.all(Array.from({ length: 40 }, (_, i) => insert({ size: i })))
      await Promise.all(
        files.map(async ({ id }, i) => {
          if (i % 3 === 0) await store().delete(id, {})
          if (i % 3 !== 1) return
          const content = contentFacts({ size: 1000 + i })
          await store().update(id, { content }, { content: staged(content.contentKey) })
        })
      )
      const before = await store().totals()
      expect(before.files).toBe(26)
      expect(before).toEqual(await counted())
      await reopen()
      expect(await store().totals()).toEqual(before)
    })
  })
}
