import { describe, expect } from 'vitest'
import type { FileRecord, NewFile } from '../../src/core/file-record.js'
import { sortValue } from '../../src/core/list-order.js'
import type { ListFilter, PageQuery } from '../../src/core/ports/metadata-store.js'
import type { MetadataSuite } from './metadata-store.js'
import { newFile, newId, staged } from './new-file.js'

/** Lists: order, filters, and pages that hold still while others insert and delete. */
export function metadataLists({ test, store }: MetadataSuite): void {
  const insert = (members: Partial<NewFile> = {}) => {
    const file = newFile(members)
    return store().insert(file, staged(file.contentKey))
  }
  const inSequence = async (all: Partial<NewFile>[]) => {
    const records: FileRecord[] = []
    for (const members of all) records.push(await insert(members))
    return records
  }
  const behind = (query: PageQuery, last: FileRecord | undefined): PageQuery =>
    last === undefined
      ? query
      : { ...query, after: { value: sortValue(last, query.sort), id: last.id } }
  const wholeList = async (query: PageQuery) => {
    const rows: FileRecord[] = []
    for (;;) {
      const page = await store().page(behind(query, rows.at(-1)))
      expect(page.length).toBeLessThanOrEqual(query.limit)
      rows.push(...page)
      if (page.length < query.limit) return rows
    }
  }
  const names = (records: FileRecord[]) => records.map(({ name }) => name)
  const found = async (filter: ListFilter) =>
    names(await store().page({ sort: 'created', order: 'asc', limit: 100, ...filter }))

  describe('page', () => {
    test('of an empty store is empty in every order', async () => {
      for (const sort of ['created', 'name', 'size', 'downloads'] as const) {
        expect(await store().page({ sort, order: 'desc', limit: 5 })).toEqual([])
      }
    })

    test('walks by creation in both directions with pages of any size', async () => {
      const records = await inSequence(Array.from({ length: 11 }, () => ({})))
      for (const limit of [1, 2, 5, 11, 100]) {
        const query = { sort: 'created', limit } as const
        expect(await wholeList({ ...query, order: 'asc' })).toEqual(records)
        expect(await wholeList({ ...query, order: 'desc' })).toEqual(records.toReversed())
      }
    })

    test('walks every other order, ties by id, with pages of any size', async () => {
      const records = await inSequence([
        { name: 'b', size: 2 },
        { name: 'B', size: 10 },
        { name: 'a', size: 2 },
        { name: 'Ä', size: 0 },
        { name: '\u{1f600}', size: 5_000_000_000 },
        { name: '\uff5e', size: 2 },
        { name: 'a', size: 1 },
      ])
      for (const [i, { id }] of records.entries()) {
        for (let n = 0; n < i % 3; n++) await store().addDownload(id)
      }
      const current = await Promise.all(records.map(async ({ id }) => store().get(id)))
      for (const sort of ['name', 'size', 'downloads'] as const) {
        const expected = inOrder(current as FileRecord[], sort)
        for (const limit of [1, 3, 7, 50]) {
          expect(await wholeList({ sort, order: 'asc', limit })).toEqual(expected)
          const downwards = await wholeList({ sort, order: 'desc', limit })
          expect(downwards).toEqual(expected.toReversed())
        }
      }
    })

    test('filters by part of the name, in any case and taken literally', async () => {
      await inSequence(
        ['Report.PDF', 'report_2.txt', 'a%b', 'a.b', 'ÜBER'].map((name) => ({ name }))
      )
      expect(await found({ nameContains: 'report' })).toEqual(['Report.PDF', 'report_2.txt'])
      expect(await found({ nameContains: '.pdf' })).toEqual(['Report.PDF'])
      expect(await found({ nameContains: '%' })).toEqual(['a%b'])
      expect(await found({ nameContains: 't_' })).toEqual(['report_2.txt'])
      expect(await found({ nameContains: 'a.b' })).toEqual(['a.b'])
      expect(await found({ nameContains: 'über' })).toEqual(['ÜBER'])
      expect(await found({ nameContains: '(' })).toEqual([])
    })

    test('filters by type without parameters, or by a whole family', async () => {
      const types = ['image/png', 'image/svg+xml', 'text/plain; charset=utf-8', 'Image/GIF']
      await inSequence(types.map((type) => ({ type, name: type })))
      expect(await found({ type: 'image/png' })).toEqual(['image/png'])
      expect(await found({ type: 'text/plain' })).toEqual(['text/plain; charset=utf-8'])
      expect(await found({ type: 'image/*' })).toEqual(['image/png', 'image/svg+xml', 'Image/GIF'])
      expect(await found({ type: 'image/gif' })).toEqual(['Image/GIF'])
      expect(await found({ type: 'image' })).toEqual([])
    })

    test('pages through a filter in every order', async () => {
      const members = Array.from({ length: 20 }, (_, i) => ({
        name: i % 2 === 0 ? `even ${i}` : `odd ${i}`,
        size: (i * 7) % 20,
      }))
      const records = await inSequence(members)
      const even = records.filter(({ name }) => name.startsWith('even'))
      for (const sort of ['created', 'name', 'size'] as const) {
        const query = { sort, order: 'asc', limit: 3, nameContains: 'EVEN' } as const
        expect(await wholeList(query)).toEqual(inOrder(even, sort))
      }
    })

    test('neither skips nor repeats a row while others come and go', async () => {
      for (const order of ['asc', 'desc'] as const) {
        for (const sort of ['created', 'name', 'size'] as const) {
          const tag = newId()
          const filter = { nameContains: tag }
          const kept = await inSequence(
            Array.from({ length: 12 }, (_, i) => ({ name: `${i * 7} ${tag}`, size: (i * 5) % 12 }))
          )
          const doomed = await inSequence(
            Array.from({ length: 6 }, (_, i) => ({ name: `${i * 9} ${tag}`, size: i * 2 }))
          )
          const query: PageQuery = { sort, order, limit: 3, ...filter }
          const seen: FileRecord[] = []
          for (;;) {
            const page = await store().page(behind(query, seen.at(-1)))
            seen.push(...page)
            if (page.length === 0) break
            const victim = doomed.pop()
            if (victim !== undefined) await store().delete(victim.id, {})
            if (seen.length < 12) await insert({ name: `${seen.length} ${tag}`, size: seen.length })
          }
          const ids = seen.map(({ id }) => id)
          expect(new Set(ids).size).toBe(ids.length)
          expect(ids).toEqual(expect.arrayContaining(kept.map(({ id }) => id)))
        }
      }
    })

    test('goes on behind a row that is gone', async () => {
      const records = await inSequence([{}, {}, {}])
      await store().delete(records[1]?.id as string, {})
      const query = behind({ sort: 'created', order: 'asc', limit: 5 }, records[1])
      expect(await store().page(query)).toEqual([records[2]])
    })
  })
}

function inOrder(records: FileRecord[], sort: PageQuery['sort']): FileRecord[] {
  const key = (record: FileRecord) => sortValue(record, sort)
  const bytes = (text: string) => Buffer.from(text)
  return records.toSorted((a, b) => {
    const [x, y] = [key(a), key(b)]
    const byValue =
      typeof x === 'string' ? Buffer.compare(bytes(x), bytes(String(y))) : x - Number(y)
    return byValue || Buffer.compare(bytes(a.id), bytes(b.id))
  })
}
