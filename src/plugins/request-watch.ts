import type { Socket } from 'node:net'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { outcomeOf } from '../http/outcome.js'
import type { PastRequest } from '../http/past-request.js'
import type { MeteredOperation, RequestMeter } from '../http/request-meter.js'

/** Methods by their own name. There are dozens of others, which callers may send as they like. */
const usualMethods = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])
const otherMethod = 'other'

/** Bytes of a connection that the meter was told of. */
interface Told {
  received: number
  sent: number
}

interface UnderWay {
  readonly request: FastifyRequest
  readonly reply: FastifyReply
  readonly socket: Socket
  readonly told: Told
  readonly operation: MeteredOperation
  readonly sentBefore: number
}

interface RequestWatchOptions {
  readonly meter: RequestMeter
  readonly log: (past: PastRequest) => void
}

/**
 * Sees every request from its head to the end of its answer, also those that never reached a route or were broken off,
 * and tells the meter and the log. Of those that end within one turn of the event loop it tells all at once: each by
 * itself, in between everything else, would take three times as long.
 */
export class RequestWatch {
  readonly #underWay = new Set<UnderWay>()
  readonly #told = new WeakMap<Socket, Told>()
  #past: PastRequest[] = []

  constructor(private readonly options: RequestWatchOptions) {
    options.meter.beforeRead(() => {
      this.#tellPast()
      for (const { socket, told, operation } of this.#underWay) {
        this.#tellTraffic(socket, told, operation)
      }
    })
  }

  /** Each request is named in its answer as well, by what the log calls it. */
  install(app: FastifyInstance): void {
    app.addHook('onRequest', (request, reply, done) => {
      reply.header('x-request-id', request.id)
      this.#begin(request, reply)
      done()
    })
  }

  /** For what was refused before it was a request. */
  readonly refused = (socket: Socket, status: number): void => {
    const operation = 'unparsable' as const
    this.options.meter.count({ operation, method: otherMethod, status, aborted: false })
    socket.once('close', () => this.#tellTraffic(socket, this.#toldOf(socket), operation))
  }

  #begin(request: FastifyRequest, reply: FastifyReply): void {
    const { socket } = request.raw
    const { operation = 'unknown' } = request.routeOptions.config
    const underWay: UnderWay = {
      request,
      reply,
      socket,
      told: this.#toldOf(socket),
      operation,
      sentBefore: socket.bytesWritten,
    }
    this.#underWay.add(underWay)
    this.options.meter.began(operation)
    // Comes for every answer exactly once, however it ends: there is nothing that `once` would have to undo.
    reply.raw.on('close', () => this.#end(underWay))
  }

  #end(underWay: UnderWay): void {
    const { request, reply, socket, told, operation, sentBefore } = underWay
    this.#underWay.delete(underWay)
    const sent = this.#tellTraffic(socket, told, operation) - sentBefore
    if (this.#past.length === 0) setImmediate(() => this.#tellPast())
    const durationMs = reply.elapsedTime
    this.#past.push({ request, operation, ...outcomeOf(reply), sent, durationMs })
  }

  #tellPast(): void {
    const { meter, log } = this.options
    const past = this.#past
    this.#past = []
    for (const { request, operation, status, aborted, durationMs } of past) {
      const method = usualMethods.has(request.method) ? request.method : otherMethod
      meter.ended(operation)
      meter.count({ operation, method, status, aborted, seconds: durationMs / 1000 })
    }
    for (const request of past) log(request)
  }

  #toldOf(socket: Socket): Told {
    let told = this.#told.get(socket)
    if (!told) {
      told = { received: 0, sent: 0 }
      this.#told.set(socket, told)
    }
    return told
  }

  /**
   * A body may arrive with the head, before anybody is told: so it is the connection that is counted. Gives the bytes
   * that it has sent in all.
   */
  #tellTraffic(socket: Socket, told: Told, operation: MeteredOperation): number {
    const { bytesRead, bytesWritten } = socket
    const traffic = { received: bytesRead - told.received, sent: bytesWritten - told.sent }
    told.received = bytesRead
    told.sent = bytesWritten
    this.options.meter.add({ operation, ...traffic })
    return bytesWritten
  }
}
