import { describe, expect, test } from 'vitest'
import { cursorAfter, parseCursor } from '../../src/core/list-cursor.js'
import type { SortKey } from '../../src/core/ports/metadata-store.js'
import { codeOf } from './code-of.js'
import { fileRecord } from './records.js'

const sorts: readonly SortKey[] = ['created', 'name', 'size', 'downloads']
const orders = ['asc', 'desc'] as const
const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
const { id } = fileRecord()

describe('a cursor', () => {
  test('names the place of its row, in every order', () => {
    const file = fileRecord({ name: '日本 "ÄB".txt', size: 12, downloadCount: 3 })
    const values = { created: file.createdAt, name: '日本 "äb".txt', size: 12, downloads: 3 }
    for (const sort of sorts) {
      for (const order of orders) {
        const cursor = cursorAfter(file, { sort, order })
        expect(cursor).toMatch(/^[\w-]+$/)
        expect(parseCursor(cursor, { sort, order })).toEqual({ value: values[sort], id: file.id })
      }
    }
  })

  test('fits no list in another order', async () => {
    for (const sort of sorts) {
      for (const order of orders) {
        const cursor = cursorAfter(fileRecord(), { sort, order })
        for (const other of sorts.filter((s) => s !== sort)) {
          expect(await codeOf(() => parseCursor(cursor, { sort: other, order }))).toBe(
            'INVALID_REQUEST'
          )
        }
        const turned = order === 'asc' ? 'desc' : 'asc'
        expect(await codeOf(() => parseCursor(cursor, { sort, order: turned }))).toBe(
          'INVALID_REQUEST'
        )
      }
    }
  })

  const good = encode(['created', 'desc', 5, id])
  test.each([
    ['nothing', ''],
    ['not base64url', '!!!'],
    ['cut off', good.slice(0, -4)],
    ['with padding', `${good}==`],
    ['with a blank that decoders skip', `${good.slice(0, 4)} ${good.slice(4)}`],
    ['in the other alphabet', Buffer.from('["created","desc",5,"??>>~~"]').toString('base64')],
    ['bytes that are no text', Buffer.from([0xff, 0xfe, 0x00]).toString('base64url')],
    ['no JSON', Buffer.from('hello').toString('base64url')],
    ['null', encode(null)],
    ['an object', encode({ 0: 'created', length: 4 })],
    ['too short', encode(['created', 'desc', 5])],
    ['too long', encode(['created', 'desc', 5, id, 1])],
    ['a text where a number belongs', encode(['created', 'desc', '5', id])],
    ['a fraction', encode(['created', 'desc', 1.5, id])],
    ['a number beyond the safe ones', encode(['created', 'desc', 2 ** 60, id])],
    ['a query operator', encode(['created', 'desc', { $gt: '' }, id])],
    ['an id that is no text', encode(['created', 'desc', 5, 7])],
    ['an unknown order', encode(['created', 'up', 5, id])],
  ])('that was not given out is refused: %s', async (_, cursor) => {
    const parse = () => parseCursor(cursor, { sort: 'created', order: 'desc' })
    expect(await codeOf(parse)).toBe('INVALID_REQUEST')
  })

  test('by name takes no number', async () => {
    const cursor = encode(['name', 'asc', 5, id])
    expect(await codeOf(() => parseCursor(cursor, { sort: 'name', order: 'asc' }))).toBe(
      'INVALID_REQUEST'
    )
  })
})
