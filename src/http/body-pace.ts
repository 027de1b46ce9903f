import type { IncomingMessage } from 'node:http'

/** How long a body is waited for. */
export interface BodyPace {
  /** Longest silence, in milliseconds. */
  readonly idleTimeout: number
  /** Fewest bytes per second; 0 is no limit. */
  readonly minRate: number
  /** Time over which the rate is measured, in milliseconds. */
  readonly rateWindow: number
}

/**
 * Calls back when a body stops arriving, or comes so slowly that it is a way of holding a connection. Returns what
 * ends the watch. Only the time counts in which we wait for the client: while we hold the body back ourselves,
 * because the disk is slow, nobody can send.
 */
export function onBodyStalled(
  raw: IncomingMessage,
  pace: BodyPace,
  stalled: () => void
): () => void {
  const stopIdle = onBodyIdle(raw, pace.idleTimeout, stalled)
  const stopSlow = pace.minRate > 0 ? onBodySlow(raw, pace, stalled) : () => {}
  return () => {
    stopIdle()
    stopSlow()
  }
}

/** Node's own timer of the connection is used: it is pushed on by every byte. */
function onBodyIdle(raw: IncomingMessage, ms: number, stalled: () => void): () => void {
  const { socket } = raw
  const before = socket.timeout ?? 0
  const again = () => socket.setTimeout(ms)
  const onTimeout = () => (raw.isPaused() ? again() : stalled())
  raw.on('timeout', onTimeout).on('resume', again)
  again()
  return () => {
    raw.off('timeout', onTimeout).off('resume', again)
    socket.setTimeout(before)
  }
}

/** How often within a window it is looked at whether the body is waited for. */
const looks = 10

function onBodySlow(raw: IncomingMessage, pace: BodyPace, slow: () => void): () => void {
  const { minRate, rateWindow } = pace
  const { socket } = raw
  let received = socket.bytesRead
  let waited = 0
  const timer = setInterval(() => {
    if (!raw.isPaused()) waited += rateWindow / looks
    if (waited < rateWindow) return
    if (socket.bytesRead - received < (minRate * waited) / 1000) slow()
    received = socket.bytesRead
    waited = 0
  }, rateWindow / looks)
  return () => clearInterval(timer)
}
