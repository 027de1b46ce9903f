import { describe, expect } from 'vitest'
import type { MetadataSuite } from './metadata-store.js'
import { newFile, staged } from './new-file.js'

/** Files under the name they were published as. */
export function metadataPublished({ test, store }: MetadataSuite): void {
  const insert = (publishedAs: string | null) => {
    const file = newFile({ publishedAs })
    return store().insert(file, staged(file.contentKey))
  }

  describe('findPublished', () => {
    test('finds nothing under a name that was not published', async () => {
      await insert(null)
      for (const name of ['a.txt', 'null', '', '__proto__', 'constructor']) {
        expect(await store().findPublished(name)).toBeUndefined()
      }
    })

    test('gives the newest live file, as others come and go', async () => {
      const first = await insert('x.txt')
      const second = await insert('x.txt')
      const third = await insert('x.txt')
      expect(await store().findPublished('x.txt')).toEqual(third)
      await store().delete(third.id, {})
      expect(await store().findPublished('x.txt')).toEqual(second)
      await store().delete(first.id, {})
      expect(await store().findPublished('x.txt')).toEqual(second)
      await store().delete(second.id, {})
      expect(await store().findPublished('x.txt')).toBeUndefined()
      const fourth = await insert('x.txt')
      expect(await store().findPublished('x.txt')).toEqual(fourth)
    })

    test('is not changed by a rename and shows every other change', async () => {
      const first = await insert('x.txt')
      const second = await insert('x.txt')
      const { after } = await store().update(second.id, { name: 'y.txt' }, {})
      await store().update(first.id, { name: 'z.txt' }, {})
      expect(await store().findPublished('x.txt')).toEqual(after)
      expect(await store().findPublished('y.txt')).toBeUndefined()
      await store().addDownload(second.id)
      expect((await store().findPublished('x.txt'))?.downloadCount).toBe(1)
    })

    test('tells names apart that differ in case or form', async () => {
      const lower = await insert('straße.txt')
      const upper = await insert('STRASSE.txt')
      expect(await store().findPublished('straße.txt')).toEqual(lower)
      expect(await store().findPublished('STRASSE.txt')).toEqual(upper)
      expect(await store().findPublished('Straße.txt')).toBeUndefined()
    })
  })
}
