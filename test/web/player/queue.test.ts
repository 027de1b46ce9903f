import { expect, test } from 'vitest'
import { clockTime } from '../../../src/web/player/clock-time.js'
import { Queue } from '../../../src/web/player/queue.js'

const files = ['a', 'b', 'c'].map((file_id) => ({ file_id }))
const [a, b, c] = files as [{ file_id: string }, { file_id: string }, { file_id: string }]

test('files are played in the order of the list, from the chosen one', () => {
  const queue = new Queue(files, b)
  expect([queue.previous, queue.next]).toEqual([a, c])
  expect(queue.move(1)).toBe(c)
  expect(queue.move(1)).toBeUndefined()
  expect(queue.previous).toBe(b)
  expect(queue.move(-1)).toBe(b)
})

test('a file that is not in the list is played alone', () => {
  const queue = new Queue(files, { file_id: 'd' })
  expect([queue.previous, queue.next]).toEqual([undefined, undefined])
})

test.each([
  [0, '0:00'],
  [7.9, '0:07'],
  [65, '1:05'],
  [3723, '1:02:03'],
  [Number.NaN, '–:––'],
  [Number.POSITIVE_INFINITY, '–:––'],
])('%s seconds are shown as %s', (seconds, shown) => {
  expect(clockTime(seconds)).toBe(shown)
})
