import { expect, test } from 'vitest'
import { newItems } from '../../../src/web/uploads/new-items.js'

const chosen = (path: string, lastModified = 1) => ({
  path,
  file: new File(['12345678'], path.split('/').at(-1) ?? '', { lastModified }),
})
const keys = (...files: ReturnType<typeof chosen>[]) => newItems(files).map(({ key }) => key)

test('the same file has the same key when it is chosen again', () => {
  expect(keys(chosen('a.txt'))).toEqual(keys(chosen('a.txt')))
  expect(keys(chosen('a.txt'))).not.toEqual(keys(chosen('a.txt', 2)))
})

test('files that were chosen together are never taken for one', () => {
  expect(new Set(keys(chosen('a/1.txt'), chosen('b/1.txt'), chosen('b/1.txt'))).size).toBe(3)
})
