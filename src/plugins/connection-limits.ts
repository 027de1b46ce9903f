import { isIPv6, type Socket } from 'node:net'
import type { FastifyInstance } from 'fastify'
import { plainAddress } from '../http/trusted-proxies.js'

interface ConnectionLimits {
  /** Most open connections of all. */
  readonly total: number
  /** Most open connections of one address; 0 is no limit. */
  readonly perAddress: number
  /** Whether an address is that of a proxy, which brings the connections of many. */
  readonly isProxy: (address: string) => boolean
}

/** Closes connections that are too many, before a byte of them is read. */
export function installConnectionLimits(app: FastifyInstance, limits: ConnectionLimits): void {
  app.server.maxConnections = limits.total
  if (limits.perAddress === 0) return
  const open = new Map<string, number>()
  app.server.on('connection', (socket: Socket) => {
    const address = socket.remoteAddress ?? ''
    if (limits.isProxy(address)) return
    const client = networkOf(address)
    const count = (open.get(client) ?? 0) + 1
    open.set(client, count)
    socket.once('close', () => {
      const left = (open.get(client) ?? 0) - 1
      if (left > 0) open.set(client, left)
      else open.delete(client)
    })
    if (count > limits.perAddress) socket.destroy()
  })
}

/** Whoever has one IPv6 address has the /64 around it. */
function networkOf(address: string): string {
  const plain = plainAddress(address)
  if (!isIPv6(plain)) return plain
  const [head = '', tail] = plain.split('::')
  const groups = head === '' ? [] : head.split(':')
  const after = tail ? tail.split(':') : []
  const zeros = tail === undefined ? 0 : 8 - groups.length - after.length
  return [...groups, ...Array<string>(zeros).fill('0'), ...after].slice(0, 4).join(':')
}
