import { expect, test } from 'vitest'
import { timeLeft } from '../../../src/web/uploads/time-left.js'
import { TransferRate } from '../../../src/web/uploads/transfer-rate.js'

test.each([
  [10, 100, '1 s left'],
  [1000, 100, '10 s left'],
  [6000, 100, '1 min left'],
  [9000, 100, '2 min left'],
  [540_000, 100, '1.5 h left'],
  [100_000_000, 100, '12 days left'],
  [100, 0, undefined],
  [100, undefined, undefined],
])('%i bytes at %s a second are “%s”', (bytes, rate, words) => {
  expect(timeLeft(bytes, rate)).toBe(words)
})

test('a rate follows the last seconds, and says nothing before it can', () => {
  const rate = new TransferRate()
  rate.add(0, 0)
  rate.add(500, 500)
  expect(rate.at(600)).toBeUndefined()
  rate.add(500, 1000)
  expect(rate.at(1000)).toBe(1000)
  for (let at = 2000; at <= 20_000; at += 1000) rate.add(3000, at)
  expect(rate.at(20_000)).toBe(3000)
  expect(rate.at(40_000)).toBe(0)
})

test('bytes that have to be sent again do not make a rate negative', () => {
  const rate = new TransferRate()
  rate.add(0, 0)
  rate.add(2000, 1000)
  rate.add(-1500, 1500)
  expect(rate.at(2000)).toBe(1000)
})
