import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { ListFeed } from '../../src/web/files/list-feed.js'

const load = vi.fn(async (_signal: AbortSignal) => 'list')
const onLoaded = vi.fn()
const onFailure = vi.fn((_error: unknown) => true)
let visible: boolean
let feed: ListFeed<string>

beforeEach(() => {
  vi.useFakeTimers()
  for (const mock of [load, onLoaded, onFailure]) mock.mockReset()
  load.mockResolvedValue('list')
  visible = true
  feed = new ListFeed({ load, onLoaded, onFailure, isVisible: () => visible })
})
afterEach(() => {
  vi.clearAllTimers()
  vi.useRealTimers()
})

const pass = (milliseconds: number) => vi.advanceTimersByTimeAsync(milliseconds)

describe('the list', () => {
  test('is asked for every three seconds', async () => {
    await feed.refresh()
    await pass(2999)
    expect(load).toHaveBeenCalledTimes(1)
    await pass(1)
    await pass(3000)
    expect(load).toHaveBeenCalledTimes(3)
    expect(onLoaded).toHaveBeenCalledTimes(3)
  })

  test('is not asked for while nobody sees it, until somebody does', async () => {
    await feed.refresh()
    visible = false
    await pass(60_000)
    expect(load).toHaveBeenCalledTimes(1)
    visible = true
    await feed.refresh()
    await pass(3000)
    expect(load).toHaveBeenCalledTimes(3)
  })

  test('is asked for less often where it takes long', async () => {
    load.mockImplementation(() => new Promise((resolve) => setTimeout(() => resolve('list'), 1000)))
    void feed.refresh()
    await pass(1000)
    await pass(19_999)
    expect(load).toHaveBeenCalledTimes(1)
    await pass(1)
    expect(load).toHaveBeenCalledTimes(2)
  })

  test('that is no longer wanted is given up, whether it comes or fails', async () => {
    const answers: ((answer: string) => void)[] = []
    const failures: ((error: unknown) => void)[] = []
    load.mockImplementation(
      () =>
        new Promise((resolve, reject) => {
          answers.push(resolve)
          failures.push(reject)
        })
    )
    void feed.refresh()
    void feed.refresh()
    const last = feed.refresh()
    expect(load.mock.calls.map(([signal]) => signal.aborted)).toEqual([true, true, false])
    answers[2]?.('newest')
    answers[0]?.('old')
    failures[1]?.(new Error('old'))
    await last
    expect(onLoaded.mock.calls).toEqual([['newest']])
    expect(onFailure).not.toHaveBeenCalled()
    await pass(3000)
    expect(load).toHaveBeenCalledTimes(4)
  })

  test('is asked for again after a failure, unless that is of no use', async () => {
    const failure = new Error('down')
    load.mockRejectedValue(failure)
    onFailure.mockReturnValue(true)
    await feed.refresh()
    await pass(3000)
    expect(onFailure.mock.calls).toEqual([[failure], [failure]])
    onFailure.mockReturnValue(false)
    await pass(3000)
    await pass(60_000)
    expect(load).toHaveBeenCalledTimes(3)
  })
})
