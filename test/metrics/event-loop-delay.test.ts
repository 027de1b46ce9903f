import { expect, test } from 'vitest'
import { EventLoopDelay } from '../../src/metrics/event-loop-delay.js'

/** Holds the event loop for so many milliseconds. */
function hold(milliseconds: number): void {
  const end = performance.now() + milliseconds
  while (performance.now() < end);
}

const minute = 60_000

/** Delays on a clock that the test moves, with a hiccup of at least 0.1 s seen at its beginning. */
async function hiccup() {
  const clock = { now: 0 }
  const delay = new EventLoopDelay(() => clock.now)
  // The first hold may come before the first look at the clock, and nobody is late for that.
  const held = () => {
    hold(150)
    return delay.read().max
  }
  await expect.poll(held).toBeGreaterThan(0.1)
  return { clock, delay }
}

test('reads nothing before anything was seen', () => {
  expect(new EventLoopDelay().read()).toEqual({ p50: 0, p99: 0, max: 0 })
})

test('shows a hiccup to everybody who asks within a minute', async () => {
  const { clock, delay } = await hiccup()
  for (let reader = 0; reader < 5; reader++) expect(delay.read().max).toBeGreaterThan(0.1)
  clock.now += minute
  for (let reader = 0; reader < 5; reader++) expect(delay.read().max).toBeGreaterThan(0.1)
})

test('has forgotten it after two minutes', async () => {
  const { clock, delay } = await hiccup()
  clock.now += minute
  delay.read()
  clock.now += minute
  expect(delay.read()).toEqual({ p50: 0, p99: 0, max: 0 })
})

test('is in seconds, and the longest is no less than the others', async () => {
  const { delay } = await hiccup()
  const { p50, p99, max } = delay.read()
  expect(p50).toBeLessThanOrEqual(p99)
  expect(p99).toBeLessThanOrEqual(max)
  expect(max).toBeLessThan(100)
})
