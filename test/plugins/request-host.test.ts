import { describe, expect, test } from 'vitest'
import { installRequestHost } from '../../src/plugins/request-host.js'
import { arrive, received } from '../http/raw-server.js'
import { bareApp } from './bare-app.js'

/** The whole answer to a request with these fields, over a real connection: the fields of a mock are others. */
async function answerTo(...hosts: string[]): Promise<string> {
  const app = bareApp()
  installRequestHost(app)
  app.get('/', async () => 'ok')
  await app.ready()
  const fields = hosts.map((host) => `Host: ${host}\r\n`).join('')
  const { request, response, client } = await arrive(
    `GET / HTTP/1.1\r\n${fields}Connection: close\r\n\r\n`
  )
  app.routing(request, response)
  return received(client)
}

describe('the Host field (RFC 9112 section 3.2)', () => {
  test.each([
    'localhost',
    'localhost:8080',
    '127.0.0.1:1',
    '[::1]:8080',
    'a-b.example.org',
    'LOCALHOST',
  ])('may be %s', async (host) => {
    expect(await answerTo(host)).toMatch(/^HTTP\/1\.1 200 /)
  })

  test.each([
    'a b',
    'a b@c',
    'user@host',
    'a/b',
    'a,b',
    'host:',
    'host:80:80',
    'host:999999',
    '[::1',
    '<script>',
    'x'.repeat(254),
  ])('may not be %s', async (host) => {
    expect(await answerTo(host)).toMatch(/^HTTP\/1\.1 400 .*INVALID_REQUEST/s)
  })

  test('may come once', async () => {
    expect(await answerTo('a', 'a')).toMatch(/^HTTP\/1\.1 400 .*INVALID_REQUEST/s)
  })
})
