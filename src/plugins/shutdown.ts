import type { FastifyInstance } from 'fastify'
import { FileError } from '../core/errors.js'

/** Whether the server is on its way out; set by main, looked at by every request. */
export interface Lifecycle {
  closing: boolean
}

/** Requests that still come in on open connections while the server drains are refused, and their connection ends. */
export function installShutdown(app: FastifyInstance, lifecycle: Lifecycle): void {
  app.addHook('onRequest', async () => {
    if (lifecycle.closing) throw new FileError('SHUTTING_DOWN')
  })
  app.addHook('onSend', async (_request, reply) => {
    if (lifecycle.closing) reply.header('connection', 'close')
  })
}
