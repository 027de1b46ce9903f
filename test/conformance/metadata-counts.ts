import { describe, expect } from 'vitest'
import type { MetadataSuite } from './metadata-store.js'
import { newFile, newId, staged } from './new-file.js'

/** Download counts: exact, visible when confirmed, and no change of the file. */
export function metadataCounts({ test, store }: MetadataSuite): void {
  const insert = () => {
    const file = newFile()
    return store().insert(file, staged(file.contentKey))
  }

  describe('addDownload', () => {
    test('adds one and touches nothing else', async () => {
      const record = await insert()
      await store().addDownload(record.id)
      expect(await store().get(record.id)).toEqual({ ...record, downloadCount: 1 })
    })

    test('does nothing without a record', async () => {
      await expect(store().addDownload(newId())).resolves.toBeUndefined()
    })

    test('counts every one of many at once', async () => {
      const records = await Promise.all([insert(), insert(), insert()])
      const rounds = Array.from({ length: 100 }, (_, i) => records[i % 3]?.id as string)
      await Promise.all(rounds.map((id) => store().addDownload(id)))
      const counts = await Promise.all(records.map(async ({ id }) => store().get(id)))
      expect(counts.map((record) => record?.downloadCount)).toEqual([34, 33, 33])
    })

    test('loses nothing beside changes of the same file', async () => {
      const { id } = await insert()
      const work = Array.from({ length: 30 }, (_, i) =>
        i % 3 === 0 ? store().update(id, { name: `${i}` }, {}) : store().addDownload(id)
      )
      await Promise.all(work)
      expect(await store().get(id)).toMatchObject({ downloadCount: 20, revision: 11 })
    })

    test('beside a delete ends without a record and without an error', async () => {
      const { id } = await insert()
      await Promise.all([
        store().addDownload(id),
        store().delete(id, {}),
        store().addDownload(id),
        store().addDownload(id),
      ])
      expect(await store().get(id)).toBeUndefined()
    })
  })
}
