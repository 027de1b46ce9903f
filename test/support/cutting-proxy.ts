import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { onTestFinished } from 'vitest'

interface CuttingProxy {
  readonly url: string
  /** Bytes that it passed on to clients. */
  readonly passed: number
  /** Connections that it broke. */
  readonly cuts: number
}

/** For each connection, bytes after which it is broken; without end where it is absent. */
interface Cuts {
  readonly toClient?: () => number
  readonly toServer?: () => number
}

const endless = () => Number.POSITIVE_INFINITY

/** A way to a server on this machine that breaks each connection once it has passed so many bytes. */
export async function cuttingProxy(
  port: number | (() => number),
  { toClient = endless, toServer = endless }: Cuts = {}
): Promise<CuttingProxy> {
  let passed = 0
  let cuts = 0
  const proxy = createServer((client) => {
    const server = connect(typeof port === 'number' ? port : port(), '127.0.0.1')
    const cut = () => {
      cuts++
      server.destroy()
      client.end()
    }
    pass(server, client, { most: toClient(), onBytes: (bytes) => (passed += bytes), cut })
    pass(client, server, { most: toServer(), onBytes: () => {}, cut })
    server.on('close', () => client.destroy()).on('error', () => client.destroy())
    client.on('close', () => server.destroy()).on('error', () => server.destroy())
  })
  proxy.listen(0, '127.0.0.1')
  await once(proxy, 'listening')
  onTestFinished(() => void proxy.close())
  return {
    url: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`,
    get passed() {
      return passed
    },
    get cuts() {
      return cuts
    },
  }
}

interface Way {
  readonly most: number
  readonly onBytes: (bytes: number) => void
  readonly cut: () => void
}

function pass(from: Socket, to: Socket, { most, onBytes, cut }: Way): void {
  let left = most
  from.on('data', (chunk: Buffer) => {
    const part = chunk.subarray(0, left)
    left -= part.length
    onBytes(part.length)
    if (!to.write(part)) {
      from.pause()
      to.once('drain', () => from.resume())
    }
    // What was passed on still has to arrive.
    if (left <= 0) to.write('', () => cut())
  })
  from.on('end', () => to.end())
}
