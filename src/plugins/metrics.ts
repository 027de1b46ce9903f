import type { Socket } from 'node:net'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { outcomeOf } from '../http/outcome.js'
import type { MeteredOperation, RequestMeter } from '../http/request-meter.js'

/** Methods by their own name. There are dozens of others, which callers may send as they like. */
const usualMethods = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])
const otherMethod = 'other'

interface UnderWay {
  readonly socket: Socket
  readonly operation: MeteredOperation
}

/** Tells the meter of every request, also of those that never reached a route or were broken off. */
export class RequestMetrics {
  readonly #underWay = new Set<UnderWay>()
  /** Bytes of each connection that were told already. */
  readonly #told = new WeakMap<Socket, { received: number; sent: number }>()

  constructor(private readonly meter: RequestMeter) {
    meter.beforeRead(() => {
      for (const request of this.#underWay) this.#tellTraffic(request)
    })
  }

  install(app: FastifyInstance): void {
    app.addHook('onRequest', (request, reply, done) => {
      this.#watch(request, reply)
      done()
    })
  }

  /** For what was refused before it was a request. */
  readonly refused = (socket: Socket, status: number): void => {
    const operation = 'unparsable' as const
    this.meter.count({ operation, method: otherMethod, status, aborted: false })
    socket.once('close', () => this.#tellTraffic({ socket, operation }))
  }

  #watch(request: FastifyRequest, reply: FastifyReply): void {
    const { meter } = this
    const { operation = 'unknown' } = request.routeOptions.config
    const underWay: UnderWay = { socket: request.raw.socket, operation }
    this.#underWay.add(underWay)
    meter.began(operation)
    // Comes for every answer exactly once, however it ends: there is nothing that `once` would have to undo.
    reply.raw.on('close', () => {
      this.#underWay.delete(underWay)
      meter.ended(operation)
      this.#tellTraffic(underWay)
      const method = usualMethods.has(request.method) ? request.method : otherMethod
      const seconds = reply.elapsedTime / 1000
      meter.count({ operation, method, ...outcomeOf(reply), seconds })
    })
  }

  /** A body may arrive with the head, before anybody is told: so it is the connection that is counted. */
  #tellTraffic({ socket, operation }: UnderWay): void {
    const { bytesRead, bytesWritten } = socket
    const told = this.#told.get(socket) ?? { received: 0, sent: 0 }
    const [received, sent] = [bytesRead - told.received, bytesWritten - told.sent]
    this.#told.set(socket, { received: bytesRead, sent: bytesWritten })
    this.meter.add({ operation, received, sent })
  }
}
