import type { AddressInfo } from 'node:net'
import { createServer, type Socket } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { openDatabase } from '../../../../src/storage/metadata/postgres/open-database.js'

/** AuthenticationOk and ReadyForQuery. */
const welcome = Buffer.from('520000000800000000' + '5a0000000549', 'hex')

/** A database that lets everybody in and answers nothing that they ask. */
async function silentServer(): Promise<number> {
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => {})
    socket.once('data', () => socket.write(welcome))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  return (server.address() as AddressInfo).port
}

test('a start on a database that answers nothing ends in its time', async () => {
  const port = await silentServer()
  const url = `postgres://user:secret@127.0.0.1:${port}/x`
  const begin = performance.now()
  const opening = openDatabase({ url, poolSize: 1, timeout: 400, report: () => {} })
  await expect(opening).rejects.toMatchObject({
    code: 'STORE_UNAVAILABLE',
    message: expect.stringMatching(/^PostgreSQL at .*, database x, cannot be used: .*$/),
  })
  expect(performance.now() - begin).toBeLessThan(5000)
})
