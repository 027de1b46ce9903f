import type { IncomingMessage } from 'node:http'
import { FileError } from '../core/errors.js'

export const bodyEndedEarly = () =>
  new FileError('INVALID_REQUEST', { detail: 'The body is malformed or ended early' })

/**
 * Calls back when nothing arrives for so long (milliseconds) before the body is complete. Returns what stops it.
 * Node's own timer of the connection is used: it is pushed on by every byte. A body that we hold back ourselves,
 * because the disk is slow, is no silence of the client.
 */
export function onBodyIdle(raw: IncomingMessage, ms: number, stalled: () => void): () => void {
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

export const bodyTimeout = () =>
  new FileError('REQUEST_TIMEOUT', { detail: 'The body stopped arriving' })

/**
 * The bytes of a request body with back-pressure. Unlike the stream's own iterator it can be left at any point
 * without the connection being destroyed, which would keep the answer from the client.
 */
export async function* readBody(raw: IncomingMessage, idleMs: number): AsyncGenerator<Buffer> {
  const arrived: Buffer[] = []
  let ended = raw.readableEnded
  let failure: FileError | undefined
  let wake = () => {}
  const onData = (chunk: Buffer) => {
    raw.pause()
    arrived.push(chunk)
    wake()
  }
  const onEnd = () => {
    ended = true
    wake()
  }
  const fail = (error: FileError) => {
    failure ??= error
    wake()
  }
  const onClose = () => {
    if (!ended) fail(bodyEndedEarly())
  }
  if (raw.destroyed) onClose()
  const stopTimer = onBodyIdle(raw, idleMs, () => fail(bodyTimeout()))
  raw.on('data', onData).on('end', onEnd).on('close', onClose).on('error', onClose)
  try {
    for (;;) {
      for (let chunk = arrived.shift(); chunk; chunk = arrived.shift()) yield chunk
      if (failure) throw failure
      if (ended) return
      await new Promise<void>((resolve) => {
        wake = resolve
        raw.resume()
      })
    }
  } finally {
    stopTimer()
    // The one for errors stays: what breaks behind the reader must not count as unhandled.
    raw.off('data', onData).off('end', onEnd).off('close', onClose)
    raw.pause()
  }
}
