import { connect } from 'node:net'
import { expect } from 'vitest'
import { knownPaths, pathOf } from '../support/paths.js'
import { fileOf, hostOf, raw, servedAll } from './support/raw.js'
import { downloads, everywhere, reads, titled, uploads } from './support/requests.js'
import { hostileTable } from './support/table.js'
import type { Target } from './support/target.js'

const everyPath = knownPaths.map((known) => ({ ...known, title: known.path }))

/** Every path with the first line of a request for it, or with what comes in its place. */
const at = (target: Target, path: string, method: string, version = 'HTTP/1.1'): Buffer =>
  raw([`${method} ${pathOf(path, fileOf(target))} ${version}`, hostOf(target)])

/** An answer that refuses, or the end of the connection without one. */
async function expectNoService(target: Target, bytes: Buffer): Promise<void> {
  const connection = await target.client.open()
  await connection.send(bytes)
  connection.halfClose()
  const answer = await connection.answer().catch(() => undefined)
  if (answer) expect([400, 404, 405, 408, 501, 505]).toContain(answer.status)
  connection.close()
}

hostileTable(
  'methods and protocols',
  [
    {
      id: 'H16',
      sentence: 'a method that a path does not have is 405 with those that it has',
      inputs: everywhere(
        everyPath,
        titled(['TRACE', 'PATCH', 'OPTIONS', 'PROPFIND', 'MKCOL', 'LOCK', 'M-SEARCH', 'PURGE']),
        async (target, { path, allow, door }, method) => {
          const answer = await target.sendRaw(at(target, path, method))
          expect(answer?.get('allow')?.split(', ').sort()).toEqual(allow)
          if (answer) target.refused(answer, 405, 'METHOD_NOT_ALLOWED', door)
          // What a request holds is not told back to whoever asks (RFC 9110 section 9.3.8).
          expect(answer?.text).not.toContain(target.client.host)
        }
      ),
    },
    {
      id: 'H16',
      sentence: 'a method that nobody has is 501',
      inputs: everywhere(
        everyPath,
        titled(['FOO', 'get', 'Get', 'GETT', 'DELETEX', 'X'.repeat(1000)]),
        async (target, { path }, method) => {
          const answer = await target.sendRaw(at(target, path, method))
          if (answer) target.refused(answer, 501, 'INVALID_REQUEST')
          expect(answer).toBeDefined()
        }
      ),
    },
    {
      id: 'H16',
      sentence: 'what is another protocol gets an error or the end of the connection',
      inputs: [
        ...everywhere(
          everyPath,
          {
            CONNECT: (target: Target, path: string) => at(target, path, 'CONNECT'),
            'HTTP/0.9': (target: Target, path: string) =>
              Buffer.from(`GET ${pathOf(path, fileOf(target))}\r\n`),
            'HTTP/0.9 with an empty line': (target: Target, path: string) =>
              Buffer.from(`GET ${pathOf(path, fileOf(target))}\r\n\r\n`),
            'HTTP/1.2': (target: Target, path: string) => at(target, path, 'GET', 'HTTP/1.2'),
            'HTTP/3.0': (target: Target, path: string) => at(target, path, 'GET', 'HTTP/3.0'),
            'HTTP/1.10': (target: Target, path: string) => at(target, path, 'GET', 'HTTP/1.10'),
            'http/1.1': (target: Target, path: string) => at(target, path, 'GET', 'http/1.1'),
            'no version number': (target: Target, path: string) => at(target, path, 'GET', 'HTTP/'),
            'another protocol in the line': (target: Target, path: string) =>
              at(target, path, 'GET', 'SIP/2.0'),
            'lines that end in a bare line feed': (target: Target, path: string) =>
              Buffer.from(`GET ${pathOf(path, fileOf(target))} HTTP/1.1\n${hostOf(target)}\n\n`),
            'a blank in the path': (target: Target, path: string) => at(target, `${path} x`, 'GET'),
            'raw UTF-8 in the path': (target: Target, path: string) =>
              Buffer.concat([
                Buffer.from(`GET ${pathOf(path, fileOf(target))}文`),
                at(target, '', ''),
              ]),
          },
          (target, { path }, make) => expectNoService(target, make(target, path))
        ),
        ...everywhere(
          [{ title: 'no path' }],
          {
            'the preface of HTTP/2': Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'),
            'TLS 1.2': Buffer.from('16030100c8010000c40303', 'hex'),
            'SSL 2': Buffer.from('802e0100020015000000100100800200', 'hex'),
            SSH: Buffer.from('SSH-2.0-OpenSSH_9.7\r\n'),
            SMTP: Buffer.from('EHLO evil.example\r\nMAIL FROM:<a@evil.example>\r\n'),
            RDP: Buffer.from('030000130ee000000000000100080003000000', 'hex'),
            SOCKS: Buffer.from([5, 1, 0]),
            zeros: Buffer.alloc(1000),
            'line breaks': Buffer.from('\r\n'.repeat(5000)),
            'a target without a slash': Buffer.from(
              'GET livez HTTP/1.1\r\nHost: localhost\r\n\r\n'
            ),
            'a query alone': Buffer.from('GET ?x HTTP/1.1\r\nHost: localhost\r\n\r\n'),
          },
          (target, _place, bytes) => expectNoService(target, bytes)
        ),
        {
          title: 'a connection on which nothing is ever said',
          run: async (target) => {
            const sockets = Array.from({ length: 50 }, () =>
              connect(target.client.port, '127.0.0.1')
            )
            await Promise.all(
              sockets.map((socket) => new Promise((done) => socket.once('connect', done)))
            )
            for (const socket of sockets) socket.destroy()
          },
        },
      ],
    },
    {
      id: 'H17',
      sentence: 'no field and no query makes another method of the one that was sent',
      inputs: everywhere(
        [...uploads, ...downloads, ...reads],
        {
          'X-HTTP-Method-Override': ['X-HTTP-Method-Override: DELETE'],
          'X-HTTP-Method': ['X-HTTP-Method: DELETE'],
          'X-Method-Override': ['X-Method-Override: PUT'],
          'all of them': [
            'X-HTTP-Method-Override: DELETE',
            'X-HTTP-Method: DELETE',
            'X-Method-Override: DELETE',
            '_method: DELETE',
          ],
        },
        async (target, request, fields) => {
          await servedAll(target, request, { fields })
          if (request.anyQuery) {
            await servedAll(target, request, { path: (path) => `${path}?_method=DELETE` })
          }
        }
      ),
    },
  ],
  {},
  { direct: 'nginx refuses some methods itself' }
)
