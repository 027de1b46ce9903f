import { describe, expect } from 'vitest'
import { FileError } from '../../src/core/errors.js'
import type { FileRecord } from '../../src/core/file-record.js'
import type { MetadataSuite } from './metadata-store.js'
import { contentFacts, newFile, newId, staged } from './new-file.js'

/** What stays when the store is closed and opened again, and what a closed store answers. */
export function metadataRestarts({ test, store, reopen }: MetadataSuite): void {
  const insert = (publishedAs: string | null = null) => {
    const file = newFile({ publishedAs })
    return store().insert(file, staged(file.contentKey))
  }
  const all = () => store().page({ sort: 'created', order: 'asc', limit: 1000 })

  describe('close and open', () => {
    test('keeps every record, in order, as it was', async () => {
      const records: FileRecord[] = []
      for (let i = 0; i < 20; i++) records.push(await insert(`n${i % 3}.txt`))
      const content = contentFacts()
      const [first, second, third] = records.map(({ id }) => id) as [string, string, string]
      await store().update(first, { content }, { content: staged(content.contentKey) })
      await store().update(second, { name: 'n.txt' }, {})
      await store().addDownload(second)
      await store().delete(third, {})
      const before = await all()
      expect(before).toHaveLength(19)
      await reopen()
      expect(await all()).toEqual(before)
      expect(await store().get(second)).toMatchObject({ name: 'n.txt', downloadCount: 1 })
      expect((await store().findPublished('n1.txt'))?.id).toBe(records[19]?.id)
    })

    test('goes on with later times and the next revision', async () => {
      const { id } = await insert()
      const last = await insert()
      await store().delete(last.id, {})
      await reopen()
      const { after } = await store().update(id, { name: 'x' }, { ifRevision: 1 })
      expect(after.revision).toBe(2)
      expect(after.updatedAt).toBeGreaterThan(last.createdAt)
      expect((await insert()).createdAt).toBeGreaterThan(after.updatedAt)
    })

    test('can be done over and over', async () => {
      for (let i = 1; i <= 4; i++) {
        await insert()
        await reopen()
        expect(await all()).toHaveLength(i)
      }
    })
  })

  describe('check', () => {
    test('resolves while the store can commit', async () => {
      await expect(store().check()).resolves.toBeUndefined()
    })
  })

  describe('close', () => {
    test('ends what is under way, wholly or not at all', async () => {
      const file = newFile()
      const settled = store()
        .insert(file, staged(file.contentKey))
        .catch((error: unknown) => error)
      await store().close()
      const outcome = await settled
      await reopen()
      const found = await store().get(file.id)
      if (outcome instanceof FileError) expect(outcome.code).toBe('STORE_UNAVAILABLE')
      expect(found).toEqual(outcome instanceof FileError ? undefined : outcome)
    })

    test('makes everything later STORE_UNAVAILABLE and can be called twice', async () => {
      const record = await insert()
      await store().close()
      const calls = [
        () => store().get(record.id),
        () => store().findPublished('x'),
        () => insert(),
        () => store().update(record.id, { name: 'x' }, {}),
        () => store().delete(record.id, {}),
        () => store().addDownload(newId()),
        () => all(),
        () => store().totals(),
        () => store().check(),
      ]
      for (const call of calls) {
        const error = await call().then(
          () => undefined,
          (reason: unknown) => reason
        )
        expect(error).toBeInstanceOf(FileError)
        expect((error as FileError).code).toBe('STORE_UNAVAILABLE')
      }
      await store().close()
      await reopen()
      expect(await store().get(record.id)).toEqual(record)
    })
  })
}
