import { expect, test } from 'vitest'
import { Clock } from '../../src/core/clock.js'

test('times increase while the wall clock stands still or goes back', () => {
  let wall = 1000
  const clock = new Clock(() => wall, 1500)
  const times = [clock.next(), clock.next()]
  wall = 10
  times.push(clock.next(), clock.after(1502))
  expect(times).toEqual([1501, 1502, 1503, 1504])
})

test('a time behind one that another clock gave takes those that follow along, where it is near', () => {
  const clock = new Clock(() => 1000, 0)
  expect([clock.after(1400), clock.next()]).toEqual([1401, 1402])
})

test('a time behind one that is far ahead is later, and leaves those that follow alone', () => {
  const clock = new Clock(() => 1000, 0)
  expect([clock.after(90_000), clock.next()]).toEqual([90_001, 1000])
  clock.pass(100_000)
  expect([clock.after(90_000), clock.next()]).toEqual([100_001, 100_002])
})
