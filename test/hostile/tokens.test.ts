import { expect } from 'vitest'
import { expectError, uploadBy } from '../support/doors.js'
import { entryPoints } from '../support/entry-points.js'
import { apiTokens, bearer, everything, type Scope, scopes, secretFor } from '../support/tokens.js'
import { hostileTable, type Input } from './support/table.js'
import type { Target } from './support/target.js'

const secret = secretFor(scopes)

/** The verdict on these credentials, at every way in. */
const refusedEverywhere = (title: string, credentials: Readonly<Record<string, string>>): Input[] =>
  entryPoints.map(({ title: place, door, send }) => ({
    title: `${title}, ${place}`,
    run: async ({ client, file }) => {
      const answer = await send(client.as(credentials), file.file_id)
      expectError(answer, door, 401, 'UNAUTHORIZED')
      expect(answer.get('www-authenticate')).toMatch(/^Bearer realm="filedrop"/)
    },
  }))

/** Every way in that a token with one scope is not good for. */
const otherScopes = scopes.flatMap((scope) =>
  entryPoints
    .filter(({ needs }) => needs !== scope && needs !== 'token')
    .map(
      ({ title, door, send }): Input => ({
        title: `a token for ${scope}, ${title}`,
        run: async ({ client, file }) => {
          const answer = await send(client.as(bearer(secretFor([scope]))), file.file_id)
          expectError(answer, door, 403, 'INSUFFICIENT_SCOPE')
        },
      })
    )
)

const raw = (title: string, lines: readonly string[]): Input => ({
  title,
  run: async (target: Target) => {
    const answer = await target.sendRaw(
      ['GET /files HTTP/1.1', 'Host: localhost', ...lines, '', ''].join('\r\n')
    )
    expect(answer?.status).toBe(401)
  },
})

const notHere = (id: string, sentence: string, reason: string) => ({ id, sentence, reason })

hostileTable(
  'tokens',
  [
    {
      id: 'A1',
      sentence: 'no credentials, broken ones and those of another scheme are 401 at every way in',
      inputs: [
        ...refusedEverywhere('none', {}),
        ...refusedEverywhere('an empty field', { Authorization: '' }),
        ...refusedEverywhere('a scheme alone', { Authorization: 'Bearer' }),
        ...refusedEverywhere('Basic', {
          Authorization: `Basic ${Buffer.from(`x:${secret}`).toString('base64')}`,
        }),
        ...refusedEverywhere('10 KB', bearer('a'.repeat(10_000))),
        raw('the right one twice', [
          `Authorization: Bearer ${secret}`,
          `Authorization: Bearer ${secret}`,
        ]),
        raw('the right one behind a wrong one', [
          'Authorization: Bearer no',
          `Authorization: Bearer ${secret}`,
        ]),
        raw('the right one in a field of a proxy', [`Proxy-Authorization: Bearer ${secret}`]),
        {
          title: 'a scheme in lower case is the same scheme',
          run: async ({ client }) => {
            const answer = await client.get('/files', { Authorization: `bearer ${secret}` })
            expect(answer.status).toBe(200)
          },
        },
      ],
    },
    {
      id: 'A2',
      sentence: 'a token that is unknown, almost right or only a digest is 401 at every way in',
      inputs: [
        ...refusedEverywhere('unknown', bearer('fd_unknown')),
        ...refusedEverywhere('one letter more', bearer(`${secret}x`)),
        ...refusedEverywhere('one letter less', bearer(secret.slice(0, -1))),
        ...refusedEverywhere('the digest', bearer(apiTokens.split(':').at(-1) ?? '')),
      ],
    },
    {
      id: 'A3',
      sentence: 'a token in the query or the path opens nothing and stands in no log',
      inputs: ['access_token', 'token', 'authorization'].flatMap((name) =>
        ['/files', '/files/upload', '/openapi.json'].map(
          (path): Input => ({
            title: `${path}?${name}=`,
            run: async ({ client, suite }) => {
              const answer = await client.as({}).get(`${path}?${name}=${secret}`)
              expectError(answer, 'files', 401, 'UNAUTHORIZED')
              expect(answer.get('referrer-policy')).toBe('no-referrer')
              expect(suite.server.output()).not.toContain(secret)
            },
          })
        )
      ),
    },
    {
      id: 'A4',
      sentence: 'a token does what its scope says and nothing else, at every way in',
      inputs: otherScopes,
    },
    notHere(
      'A5',
      'the time of an answer tells nothing about a token',
      'time decides no test; digests are compared by timingSafeEqual, all of them each time (src/http/api-tokens.ts)'
    ),
    notHere('A6', 'a signed link that was changed is refused', 'there are no signed links'),
    notHere('A7', 'a signed link dies with its key and its file', 'there are no signed links'),
    notHere('A8', 'metadata never override what was signed', 'there are no signed links'),
    notHere('A9', 'nobody deletes the file of another owner', 'files have no owner'),
    notHere('A10', 'a stream of events shows own files alone', 'there is no stream of events'),
    {
      id: 'A11',
      sentence: 'every way to write gives the same verdict on the same token',
      inputs: ([['upload'], ['manage'], ['read'], [], scopes] as readonly (readonly Scope[])[]).map(
        (granted) => ({
          title: `scopes ${granted.join() || 'none'}`,
          run: async ({ client }) => {
            const writes = entryPoints.filter(
              ({ needs }) => needs === 'upload' || needs === 'manage'
            )
            for (const { needs, send, title } of writes) {
              const id = await uploadBy(client, 'files')
              const { status, text } = await send(client.as(bearer(secretFor(granted))), id)
              const allowed = needs !== 'token' && granted.includes(needs)
              expect(status < 300, `${title}: ${text}`).toBe(allowed)
              if (!allowed) expect(status, title).toBe(403)
            }
            const list = (await client.get('/files')).json<
              { file_id: string; file_name: string }[]
            >()
            for (const { file_id, file_name } of list) {
              if (file_name !== 'before.txt') await client.delete(`/files/${file_id}`)
            }
          },
        })
      ),
    },
    notHere(
      'A12',
      'a thousand wrong tokens a minute are held up',
      'nothing counts wrong tokens: 256 bits cannot be guessed'
    ),
  ],
  { API_TOKENS: apiTokens },
  { credentials: everything, direct: 'nginx refuses some fields that come twice' }
)
