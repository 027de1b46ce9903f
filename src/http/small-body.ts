import type { IncomingMessage } from 'node:http'
import { type BodyPace, onBodyStalled } from './body-pace.js'
import { bodyEndedEarly, bodyTimeout } from './body-reader.js'
import { joined } from './joined.js'

/** Most bytes of a body that is taken in as a whole: what one read of the connection may bring. */
export const largestSmallBody = 64 * 1024

/** Whether the body is announced to be so small that it may be held in memory. */
export function isSmallBody({ headers }: IncomingMessage): boolean {
  const length = headers['content-length']
  return length !== undefined && Number(length) <= largestSmallBody
}

/** All bytes of a small body, without what a stream of them costs. */
export function readSmallBody(raw: IncomingMessage, pace: BodyPace): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    let unwatch = () => {}
    const leave = () => {
      clearImmediate(watching)
      unwatch()
      // The one for errors stays: what breaks behind the reader must not count as unhandled.
      raw.off('data', onData).off('end', onEnd).off('close', onClose)
    }
    const onData = (chunk: Buffer) => chunks.push(chunk)
    const onEnd = () => {
      leave()
      resolve(joined(chunks))
    }
    const onClose = () => {
      leave()
      reject(bodyEndedEarly())
    }
    const onStalled = () => {
      leave()
      raw.pause()
      reject(bodyTimeout())
    }
    // Most come with their header, and need no watch.
    const watching = setImmediate(() => {
      unwatch = onBodyStalled(raw, pace, onStalled)
    })
    raw.on('data', onData).on('end', onEnd).on('close', onClose).on('error', onClose)
    if (raw.readableEnded) onEnd()
    else if (raw.destroyed) onClose()
  })
}
