import { describe, expect, test } from 'vitest'
import { installRequestHost } from '../../src/plugins/request-host.js'
import { arrive, received } from '../http/raw-server.js'
import { bareApp } from './bare-app.js'

/** The whole answer to a request with these fields, over a real connection: the fields of a mock are others. */
async function answerTo(...hosts: string[]): Promise<string> {
  return answer(hosts, { strict: false, publicHost: undefined })
}

async function answer(
  hosts: readonly string[],
  options: { readonly strict: boolean; readonly publicHost: string | undefined },
  target = '/'
): Promise<string> {
  const app = bareApp()
  installRequestHost(app, options)
  app.get('/', async () => 'ok')
  await app.ready()
  const fields = hosts.map((host) => `Host: ${host}\r\n`).join('')
  const { request, response, client } = await arrive(
    `GET ${target} HTTP/1.1\r\n${fields}Connection: close\r\n\r\n`
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

describe('where only this machine is served', () => {
  const strict = { strict: true, publicHost: 'files.example.org' }

  test.each([
    'localhost',
    'LocalHost:8080',
    '127.0.0.1',
    '127.8.9.1:80',
    '[::1]:8080',
    'files.example.org',
    'FILES.example.org:443',
  ])('%s is ours', async (host) => {
    expect(await answer([host], strict)).toMatch(/^HTTP\/1\.1 200 /)
  })

  test.each([
    'evil.example',
    'localhost.evil.example',
    'evil.localhost',
    '127.0.0.1.evil.example',
    '128.0.0.1',
    '0.0.0.0',
    '[::2]',
    'evil.files.example.org',
    'files.example.org.',
  ])('%s is not: 421', async (host) => {
    expect(await answer([host], strict)).toMatch(/^HTTP\/1\.1 421 .*MISDIRECTED_REQUEST/s)
  })

  test('a target in absolute form is looked at as well (RFC 9112 section 3.2.2)', async () => {
    expect(await answer(['localhost'], strict, 'http://evil.example/')).toMatch(/^HTTP\/1\.1 421 /)
    expect(await answer(['localhost'], strict, 'http://localhost/')).toMatch(/^HTTP\/1\.1 200 /)
  })
})
