import { EventEmitter, once } from 'node:events'
import type { IncomingMessage } from 'node:http'
import { PassThrough } from 'node:stream'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { onBodyStalled } from '../../src/http/body-pace.js'
import { arrive, head } from './raw-server.js'

describe('a silent body', () => {
  // As the parser of forms reads a body.
  test('is waited for while a pipe holds it back, and no longer than that', async () => {
    const { request } = await arrive(`${head('Content-Length: 10')}hello`)
    const slow = new PassThrough({ highWaterMark: 1 })
    let stalled = false
    const stop = onBodyStalled(request, { idleTimeout: 30, minRate: 0, rateWindow: 1 }, () => {
      stalled = true
      slow.emit('stalled')
    })
    request.pipe(slow)
    for (let i = 0; i < 3; i++) await once(request.socket, 'timeout')
    expect(stalled).toBe(false)
    const gaveUp = once(slow, 'stalled')
    slow.resume()
    await gaveUp
    stop()
  })
})

describe('a slow body', () => {
  afterEach(() => {
    vi.useRealTimers()
  })

  /** A body of which so many bytes come each second, watched for a rate of 1000 bytes over 10 s. */
  function watched(bytesPerSecond: number) {
    vi.useFakeTimers()
    const socket = { bytesRead: 0, timeout: 0, setTimeout: () => {} }
    const raw = Object.assign(new EventEmitter(), {
      socket,
      paused: false,
      isPaused: () => raw.paused,
    })
    const stalled = vi.fn()
    const pace = { idleTimeout: 60_000, minRate: 1000, rateWindow: 10_000 }
    const stop = onBodyStalled(raw as unknown as IncomingMessage, pace, stalled)
    const pass = (seconds: number) => {
      for (let i = 0; i < seconds; i++) {
        socket.bytesRead += bytesPerSecond
        vi.advanceTimersByTime(1000)
      }
    }
    return { raw, stalled, stop, pass, socket }
  }

  test('is given up after one window under the rate, not before', () => {
    const { stalled, pass } = watched(999)
    pass(9)
    expect(stalled).not.toHaveBeenCalled()
    pass(1)
    expect(stalled).toHaveBeenCalledOnce()
  })

  test('is taken at the rate, for ever', () => {
    const { stalled, pass } = watched(1000)
    pass(1000)
    expect(stalled).not.toHaveBeenCalled()
  })

  test('may not live on what came in an earlier window', () => {
    const { stalled, pass, socket } = watched(0)
    socket.bytesRead = 1_000_000
    pass(10)
    expect(stalled).not.toHaveBeenCalled()
    pass(10)
    expect(stalled).toHaveBeenCalled()
  })

  test('is not to blame while it is held back, and only then', () => {
    const { raw, stalled, pass } = watched(0)
    raw.paused = true
    pass(100)
    expect(stalled).not.toHaveBeenCalled()
    raw.paused = false
    pass(10)
    expect(stalled).toHaveBeenCalledOnce()
  })

  test('is not watched any more after the end', () => {
    const { stalled, stop, pass } = watched(0)
    stop()
    pass(100)
    expect(stalled).not.toHaveBeenCalled()
  })
})
