import type { IncomingMessage } from 'node:http'
import { FileError } from '../core/errors.js'
import { type BodyPace, onBodyStalled } from './body-pace.js'

export const bodyEndedEarly = () =>
  new FileError('INVALID_REQUEST', { detail: 'The body is malformed or ended early' })

export const bodyTimeout = () =>
  new FileError('REQUEST_TIMEOUT', { detail: 'The body stopped arriving, or came too slowly' })

/** What of a chunk belongs to what is read; `rest` is there once that has ended, and is put back into the body. */
export interface Cut {
  readonly bytes: Buffer
  readonly rest?: Buffer
}

interface ReadOptions {
  readonly cut?: (chunk: Buffer) => Cut
  /** Once it is aborted, its reason is thrown in place of the next chunk. */
  readonly signal?: AbortSignal
}

/**
 * The bytes of a request body with back-pressure, or those that `cut` lets pass. Unlike the stream's own iterator it
 * can be left at any point without the connection being destroyed, which would keep the answer from the client.
 */
export async function* readBody(
  raw: IncomingMessage,
  pace: BodyPace,
  { cut = (bytes) => ({ bytes }), signal }: ReadOptions = {}
): AsyncGenerator<Buffer> {
  const arrived: Buffer[] = []
  let ended = raw.readableEnded
  let failure: FileError | undefined
  let wake = () => {}
  const onData = (chunk: Buffer) => {
    raw.pause()
    const { bytes, rest } = cut(chunk)
    if (bytes.length > 0) arrived.push(bytes)
    if (rest !== undefined) {
      // At once: in the next turn the end may be told, and after that nothing can be put back any more.
      raw.unshift(rest)
      ended = true
    }
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
  const onAbort = () => fail(signal?.reason)
  if (signal?.aborted) onAbort()
  signal?.addEventListener('abort', onAbort)
  const stopTimer = onBodyStalled(raw, pace, () => fail(bodyTimeout()))
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
    signal?.removeEventListener('abort', onAbort)
    // The one for errors stays: what breaks behind the reader must not count as unhandled.
    raw.off('data', onData).off('end', onEnd).off('close', onClose)
    raw.pause()
  }
}
