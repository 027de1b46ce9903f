import { once } from 'node:events'
import { type AddressInfo, connect, createServer } from 'node:net'
import { onTestFinished } from 'vitest'

interface CuttingProxy {
  readonly url: string
  /** Bytes that it passed on to clients. */
  readonly passed: number
}

/** A way to a server on this machine that breaks each connection once it has passed so many bytes to the client. */
export async function cuttingProxy(
  port: number,
  bytes: number = Number.POSITIVE_INFINITY
): Promise<CuttingProxy> {
  let passed = 0
  const proxy = createServer((client) => {
    const server = connect(port, '127.0.0.1')
    let left = bytes
    server.on('data', (chunk: Buffer) => {
      const part = chunk.subarray(0, left)
      left -= part.length
      passed += part.length
      if (left > 0) client.write(part)
      else client.end(part)
    })
    server.on('close', () => client.destroy()).on('error', () => client.destroy())
    client.on('close', () => server.destroy()).on('error', () => server.destroy())
    client.pipe(server)
  })
  proxy.listen(0, '127.0.0.1')
  await once(proxy, 'listening')
  onTestFinished(() => void proxy.close())
  return {
    url: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`,
    get passed() {
      return passed
    },
  }
}
