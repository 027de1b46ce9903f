import type { Socket } from 'node:net'
import type { FastifyInstance } from 'fastify'
import { FileError } from '../core/errors.js'
import { onRequest } from '../http/on-request.js'

/** Whether the server is on its way out; set by main, looked at by every request. */
export interface Lifecycle {
  closing: boolean
}

/**
 * Requests that still come in on open connections while the server drains are refused, and their connection ends.
 * Connections that carry no request end at once: Node would wait for those that never sent one.
 */
export function installShutdown(app: FastifyInstance, lifecycle: Lifecycle): void {
  /** Open connections, and whether a request is under way on them. */
  const busy = new Map<Socket, boolean>()
  app.server.on('connection', (socket) => {
    busy.set(socket, false)
    socket.once('close', () => busy.delete(socket))
  })
  onRequest(app, ({ raw: { socket } }, reply) => {
    if (busy.has(socket)) busy.set(socket, true)
    reply.raw.on('close', () => {
      if (!busy.has(socket)) return
      busy.set(socket, false)
      if (lifecycle.closing) socket.destroySoon()
    })
    if (lifecycle.closing) throw new FileError('SHUTTING_DOWN')
  })
  app.addHook('onSend', (_request, reply, _payload, done) => {
    if (lifecycle.closing) reply.header('connection', 'close')
    done()
  })
  app.addHook('preClose', async () => {
    for (const [socket, isBusy] of busy) if (!isBusy) socket.destroy()
  })
}
