import { afterEach, expect, onTestFinished, test, vi } from 'vitest'
import { SharedTime } from '../../src/core/shared-time.js'

afterEach(() => {
  vi.useRealTimers()
})

/** A clock that is so much ahead of the database, whose answers take so long each way. */
async function replica(ahead: number, trips: number[] = [0]) {
  vi.useFakeTimers()
  const state = { ahead, away: false }
  let asked = 0
  const ask = async () => {
    if (state.away) throw new Error('no answer')
    const trip = trips[asked++ % trips.length] as number
    vi.setSystemTime(Date.now() + trip)
    now += trip
    const time = Date.now()
    vi.setSystemTime(Date.now() + trip)
    now += trip
    return time
  }
  let now = performance.now()
  vi.spyOn(performance, 'now').mockImplementation(() => now)
  const time = await SharedTime.open({ ask, wall: () => Date.now() + state.ahead })
  onTestFinished(() => time.close())
  return { time, state }
}

test.each([0, 3_600_000, -3_600_000])(
  'a clock that is %i ms ahead tells the time of the database',
  async (ahead) => {
    const { time } = await replica(ahead)
    expect(time.now() - Date.now()).toBe(0)
  }
)

test('an answer that took long counts less than one that came at once', async () => {
  const { time } = await replica(5000, [400, 0, 900])
  expect(time.now() - Date.now()).toBe(0)
})

test('a clock that is set meanwhile is right again within a minute', async () => {
  const { time, state } = await replica(0)
  state.ahead = -7_200_000
  expect(time.now() - Date.now()).toBe(-7_200_000)
  await vi.advanceTimersByTimeAsync(61_000)
  expect(time.now() - Date.now()).toBe(0)
})

test('what was heard last goes on while the database is away', async () => {
  const { time, state } = await replica(9000)
  state.away = true
  await vi.advanceTimersByTimeAsync(180_000)
  expect(time.now() - Date.now()).toBe(0)
})
