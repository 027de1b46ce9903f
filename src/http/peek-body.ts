import type { IncomingMessage } from 'node:http'
import { bodyEndedEarly } from './body-reader.js'
import { joined } from './joined.js'

/** Milliseconds for the rest of a body to follow its beginning. */
const patience = 100

/**
 * At least the next `length` bytes of a body that has as many, once they are there; undefined when they do not come at
 * once, or are none. Either way they are still there to be read, as if nobody had looked.
 */
export async function peekBody(raw: IncomingMessage, length: number): Promise<Buffer | undefined> {
  // Nothing would come before the end, and behind that nobody finds anything.
  if (length === 0) return undefined
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    let received = 0
    const leave = () => {
      clearTimeout(timer)
      // The one for errors stays: what breaks behind the reader must not count as unhandled.
      raw.off('data', onData).off('end', onEarlyEnd).off('close', onEarlyEnd)
    }
    const putBack = () => {
      leave()
      raw.pause()
      const bytes = joined(chunks)
      // Of the end nothing was told yet: after that, nothing could be put back any more.
      if (received > 0) raw.unshift(bytes)
      return bytes
    }
    const onData = (chunk: Buffer) => {
      chunks.push(chunk)
      received += chunk.length
      if (received >= length) resolve(putBack())
    }
    const onEarlyEnd = () => {
      leave()
      reject(bodyEndedEarly())
    }
    // A client may wait for the answer to the half that it sent: what is wrong with that is to be told.
    const timer = setTimeout(() => {
      putBack()
      resolve(undefined)
    }, patience)
    raw.on('data', onData).on('end', onEarlyEnd).on('close', onEarlyEnd).on('error', onEarlyEnd)
    if (raw.destroyed) onEarlyEnd()
    // Who read before may have paused it, which a listener alone does not undo.
    else raw.resume()
  })
}
