import type { IncomingMessage, ServerResponse } from 'node:http'
import { Readable } from 'node:stream'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { lingerBytes, lingerMs } from '../http/linger.js'

/**
 * An answer before the end of the body goes out whole, with its length and `Connection: close`; then some of the rest
 * is read and dropped, and only after a while the connection is closed. A close right away would be a reset to a client
 * that is still sending, and it would never see the answer.
 */
export function installLingeringClose(app: FastifyInstance): void {
  app.addHook('onSend', (request, reply, payload, done) => {
    done(null, hasUnreadBody(request) ? closing(request, reply, payload) : payload)
  })
}

/** The same answer as the last one of its connection. */
function closing(request: FastifyRequest, reply: FastifyReply, payload: unknown): unknown {
  reply.header('connection', 'close')
  const answer = typeof payload === 'string' || Buffer.isBuffer(payload) ? payload : undefined
  if (request.method === 'HEAD' || answer === undefined) return payload
  reply.header('content-length', Buffer.byteLength(answer))
  return thenDrain(answer, request, reply)
}

/** The parser may not have seen the end yet of a body that is already here: that costs a connection, no more. */
function hasUnreadBody({ raw, headers }: FastifyRequest): boolean {
  if (raw.complete) return false
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0
}

/** A stream that gives the answer at once and ends with the body, or when its time to linger is over. */
function thenDrain(text: string | Buffer, { raw }: FastifyRequest, reply: FastifyReply): Readable {
  let asked = false
  return new Readable({
    read() {
      if (asked) return
      asked = true
      this.push(text)
      drain(raw, reply.raw, () => this.push(null))
    },
  })
}

function drain(raw: IncomingMessage, answer: ServerResponse, done: () => void): void {
  const { socket } = raw
  let dropped = 0
  const finish = () => {
    clearTimeout(timer)
    raw.off('data', onData).off('end', finish).off('close', finish)
    socket.off('end', finish)
    // The answer takes a moment to end, in which a fast sender would get rid of megabytes more.
    raw.pause()
    done()
  }
  const onData = (chunk: Buffer) => {
    dropped += chunk.length
    if (dropped <= lingerBytes) return
    // The rest stays where it is while the sender has time to read: closing now would be a reset that overtakes it.
    raw.off('data', onData).pause()
    socket.pause()
    // Otherwise more of it would be read before the connection ends.
    answer.once('finish', () => socket.destroy())
  }
  const timer = setTimeout(finish, lingerMs)
  raw.unpipe()
  raw.on('data', onData).on('end', finish).on('close', finish)
  // A client that has closed its side will not send the rest.
  socket.on('end', finish)
  raw.resume()
  if (socket.readableEnded || (raw.complete && raw.readableLength === 0)) finish()
}
