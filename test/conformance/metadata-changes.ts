import { describe, expect } from 'vitest'
import { FileError } from '../../src/core/errors.js'
import type { NewFile } from '../../src/core/file-record.js'
import type { MetadataSuite } from './metadata-store.js'
import { contentFacts, newFile, newId, staged } from './new-file.js'

/** Insert, update and delete: one commit each, conditional, one after the other. */
export function metadataChanges({ test, store }: MetadataSuite): void {
  const insert = (members: Partial<NewFile> = {}) => {
    const file = newFile(members)
    return store().insert(file, staged(file.contentKey))
  }
  const codeOf = async (work: Promise<unknown>): Promise<string> => {
    const error = await work.then(
      () => 'no error',
      (reason: unknown) => reason
    )
    return error instanceof FileError ? error.code : String(error)
  }

  describe('insert', () => {
    test('gives back the file with first revision, no downloads and one time', async () => {
      const file = newFile({ name: 'b.txt' })
      const earliest = Date.now() - 1000
      const record = await store().insert(file, staged(file.contentKey))
      const { createdAt } = record
      expect(record).toEqual({
        ...file,
        createdAt,
        updatedAt: createdAt,
        downloadCount: 0,
        revision: 1,
      })
      expect(createdAt).toBeGreaterThan(earliest)
      expect(await store().get(file.id)).toEqual(record)
    })

    test('keeps every member exactly', async () => {
      const odd: Partial<NewFile>[] = [
        { name: 'Zoë 文件 👩‍👩‍👧 "quoted" \\ {}.txt', publishedAs: 'Zoë_文件.txt' },
        { name: '__proto__', publishedAs: '__proto__' },
        { name: 'é'.repeat(127), type: 'text/plain; charset="utf-8"' },
        { size: 0 },
        { size: 10 * 1024 ** 4, contentKey: newId() },
      ]
      for (const members of odd) {
        const { id } = await insert(members)
        expect(await store().get(id)).toMatchObject(members)
      }
    })

    test('gives strictly increasing times, also to inserts at the same moment', async () => {
      const records = await Promise.all(Array.from({ length: 50 }, () => insert()))
      const times = records.map(({ createdAt }) => createdAt)
      expect(new Set(times).size).toBe(50)
      expect((await insert()).createdAt).toBeGreaterThan(Math.max(...times))
    })

    test('publishes the content before anybody sees the record', async () => {
      const file = newFile()
      const seen: unknown[] = []
      const record = await store().insert(
        file,
        staged(file.contentKey, async () => {
          seen.push(await store().get(file.id))
        })
      )
      expect(seen).toEqual([undefined])
      expect(await store().get(file.id)).toEqual(record)
    })

    test('stores nothing when the content cannot be published, and says why', async () => {
      const file = newFile()
      const full = async () => {
        throw new FileError('INSUFFICIENT_STORAGE')
      }
      expect(await codeOf(store().insert(file, staged(file.contentKey, full)))).toBe(
        'INSUFFICIENT_STORAGE'
      )
      expect(await store().get(file.id)).toBeUndefined()
    })
  })

  describe('update', () => {
    test('changes the named members alone', async () => {
      const first = await insert({ name: 'old.txt', publishedAs: 'old.txt' })
      const renamed = await store().update(first.id, { name: 'new.txt' }, {})
      expect(renamed.before).toEqual(first)
      const { updatedAt } = renamed.after
      expect(renamed.after).toEqual({ ...first, name: 'new.txt', revision: 2, updatedAt })
      const content = contentFacts({ size: 9 })
      const options = { content: staged(content.contentKey) }
      const { after } = await store().update(first.id, { type: 'image/png', content }, options)
      const expected = { ...first, ...content, name: 'new.txt', type: 'image/png', revision: 3 }
      expect(after).toEqual({ ...expected, updatedAt: after.updatedAt })
      expect(await store().get(first.id)).toEqual(after)
    })

    test('sets a time later than any before it', async () => {
      const first = await insert()
      const second = await insert()
      const { after } = await store().update(first.id, { name: 'c.txt' }, {})
      expect(after.updatedAt).toBeGreaterThan(second.updatedAt)
      expect((await insert()).createdAt).toBeGreaterThan(after.updatedAt)
    })

    test('is FILE_NOT_FOUND without a record, whatever the condition', async () => {
      expect(await codeOf(store().update(newId(), { name: 'x' }, {}))).toBe('FILE_NOT_FOUND')
      const conditional = store().update(newId(), { name: 'x' }, { ifRevision: 1 })
      expect(await codeOf(conditional)).toBe('FILE_NOT_FOUND')
    })

    test('is PRECONDITION_FAILED at another revision and then changes nothing', async () => {
      const { id } = await insert()
      const { after } = await store().update(id, { name: 'x' }, { ifRevision: 1 })
      for (const ifRevision of [1, 3]) {
        const late = store().update(id, { name: 'y' }, { ifRevision })
        expect(await codeOf(late)).toBe('PRECONDITION_FAILED')
      }
      expect(await store().get(id)).toEqual(after)
    })

    test('lets exactly one of 50 with the same condition win', async () => {
      const { id } = await insert()
      const codes = await Promise.all(
        Array.from({ length: 50 }, (_, i) =>
          codeOf(store().update(id, { name: `${i}` }, { ifRevision: 1 }))
        )
      )
      expect(codes.filter((code) => code === 'no error')).toHaveLength(1)
      expect(codes.filter((code) => code === 'PRECONDITION_FAILED')).toHaveLength(49)
      expect((await store().get(id))?.revision).toBe(2)
    })

    test('makes unconditional changes of one file one after the other', async () => {
      const { id } = await insert()
      const changes = await Promise.all(
        Array.from({ length: 20 }, (_, i) => store().update(id, { name: `${i}` }, {}))
      )
      changes.sort((a, b) => a.after.revision - b.after.revision)
      expect(changes.map(({ after }) => after.revision)).toEqual(changes.map((_, i) => i + 2))
      for (const [i, { before }] of changes.entries()) {
        if (i > 0) expect(before).toEqual(changes[i - 1]?.after)
      }
      expect(await store().get(id)).toEqual(changes.at(-1)?.after)
    })

    test('publishes content before anybody sees it', async () => {
      const first = await insert()
      const content = contentFacts()
      const seen: unknown[] = []
      const publish = async () => {
        seen.push(await store().get(first.id))
      }
      await store().update(first.id, { content }, { content: staged(content.contentKey, publish) })
      expect(seen).toEqual([first])
    })
  })

  describe('delete', () => {
    test('returns the record and leaves nothing', async () => {
      const record = await insert({ publishedAs: 'gone.txt' })
      expect(await store().delete(record.id, {})).toEqual(record)
      expect(await store().get(record.id)).toBeUndefined()
      expect(await store().findPublished('gone.txt')).toBeUndefined()
      expect(await store().page({ sort: 'created', order: 'asc', limit: 10 })).toEqual([])
      expect(await codeOf(store().delete(record.id, {}))).toBe('FILE_NOT_FOUND')
    })

    test('holds to its condition', async () => {
      const { id } = await insert()
      expect(await codeOf(store().delete(id, { ifRevision: 2 }))).toBe('PRECONDITION_FAILED')
      expect((await store().delete(id, { ifRevision: 1 })).id).toBe(id)
    })

    test('succeeds for exactly one of many at once', async () => {
      const { id } = await insert()
      const codes = await Promise.all(
        Array.from({ length: 20 }, () => codeOf(store().delete(id, {})))
      )
      expect(codes.filter((code) => code === 'no error')).toHaveLength(1)
      expect(codes.filter((code) => code === 'FILE_NOT_FOUND')).toHaveLength(19)
    })

    test('gives no later file an earlier time', async () => {
      const { id, createdAt } = await insert()
      await store().delete(id, {})
      expect((await insert()).createdAt).toBeGreaterThan(createdAt)
    })
  })
}
