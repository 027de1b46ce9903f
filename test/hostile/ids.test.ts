import { expect } from 'vitest'
import { requestHead } from '../support/client.js'
import { expectError, upload } from '../support/doors.js'
import type { ProblemView } from '../support/wire.js'
import { type Address, byId, byName, expectMissing, nowhere, request } from './support/addresses.js'
import { hostileTable, type Input } from './support/table.js'
import type { Target } from './support/target.js'

const everywhere = [...byName, ...byId]
const unknownId = 'V1StGXR8_Z5jdHi6B-myT'

/** Everything that an error says, but for the id of its request. */
const spoken = (answer: Awaited<ReturnType<typeof request>>) => {
  const fields = answer.fields.filter(([name]) => !/^(date|x-request-id)$/i.test(name))
  const body = answer.text && { ...answer.json<ProblemView>(), request_id: '' }
  return { status: answer.status, fields, body }
}

/** Every member of all objects, also in the length of an id. */
const inherited = [...Object.getOwnPropertyNames(Object.prototype), 'prototype'].flatMap((name) => [
  name,
  name.padEnd(21, '_'),
])

/** Paths that some router or proxy takes for the same. */
const detours: readonly (readonly [title: string, path: (path: string) => string])[] = [
  ['two slashes before it', (path) => `/${path}`],
  ['two slashes in it', (path) => path.replace(/(?<=.)\//, '//')],
  ['two slashes behind it', (path) => `${path}//`],
  ['upper case', (path) => path.replace(/^\/[a-z]+/, (segment) => segment.toUpperCase())],
  ['parameters of a segment', (path) => path.replace(/(?<=.)\//, ';x=1/')],
  ['parameters behind it', (path) => `${path};x=1`],
  ['a dot before it', (path) => `/.${path}`],
  ['a dot in it', (path) => path.replace(/(?<=.)\//, '/./')],
  ['a way back before it', (path) => `/x/..${path}`],
  ['an encoded way back before it', (path) => `/x/%2e%2e${path}`],
  ['a dot behind it', (path) => `${path}/.`],
  ['a way back behind it', (path) => `${path}/x/..`],
  ['an encoded slash', (path) => path.replace(/(?<=.)\//, '%2f')],
  ['an encoded first slash', (path) => `/%2f${path.slice(1)}`],
  ['a backslash', (path) => path.replace(/(?<=.)\//, '\\')],
  ['a blank behind it', (path) => `${path}%20`],
  ['NUL behind it', (path) => `${path}%00`],
  ['an extension', (path) => `${path}.json`],
  ['its letters encoded twice', (path) => path.replace('/f', '/%2566')],
]

/** Spellings of a path that are the same path. */
const spellings: readonly (readonly [title: string, path: (path: string) => string])[] = [
  ['a slash behind it', (path) => `${path}/`],
  ['an encoded letter', (path) => path.replace('/f', '/%66')],
  ['an encoded letter in upper case', (path) => path.replace('/file', '/fi%6Ce')],
  ['an empty query', (path) => `${path}?`],
  ['the host before it', (path) => `http://127.0.0.1${path}`],
]

const sameAs = (spell: (path: string) => string, address: Address) => async (target: Target) => {
  const { file_id } = await upload(target.client)
  const { method, path, options } = address
  const answer = await target.client.request(method, spell(path(file_id)), options)
  expect(answer.status, answer.text).toBe(200)
  await target.client.delete(`/files/${file_id}`)
}

/** Asks for many ids on one connection, some at a time, and hands over every answer. */
async function guess({ client }: Target, ids: readonly string[], look: (text: string) => void) {
  const connection = await client.open()
  for (let at = 0; at < ids.length; at += 100) {
    const some = ids.slice(at, at + 100)
    const heads = some.map((id) =>
      requestHead('GET', `/files/${id}/metadata`, { Host: client.host })
    )
    void connection.send(heads.join(''))
    for (const _ of some) {
      const answer = await connection.answer()
      expect(answer.status).toBe(404)
      look(JSON.stringify(spoken(answer)))
    }
  }
  connection.close()
}

hostileTable(
  'ids',
  [
    {
      id: 'I1',
      sentence:
        'whatever is no id of a live file is the same 404, whether it is unknown, deleted or no id',
      inputs: [
        ...nowhere(
          [
            unknownId,
            unknownId.slice(1),
            `${unknownId}x`,
            unknownId.toLowerCase(),
            '-'.repeat(21),
            '.',
            '..',
            '%2e',
            '%00',
            `${unknownId}%00`,
            '..%2f',
            '%2f',
            '%20',
            '%F0%9F%98%80',
            '%F0%9F%98',
            '*',
            '%2a',
            '0',
            '-1',
            'null',
            'undefined',
            'true',
            '[object%20Object]',
            '{file_id}',
            ':file_id',
            'x'.repeat(10_000),
            '%41'.repeat(4000),
          ],
          everywhere
        ),
        ...byId.map(
          (address): Input => ({
            title: `${address.method} ${address.path('{id}')} of an unknown, a deleted and no id`,
            run: async (target) => {
              const { file_id } = await upload(target.client)
              await target.client.delete(`/files/${file_id}`)
              const [unknown, deleted, none] = await Promise.all(
                [unknownId, file_id, '..%2f'].map((id) => request(target, address, id))
              )
              for (const answer of [unknown, deleted, none]) {
                if (answer && unknown) expect(spoken(answer)).toEqual(spoken(unknown))
              }
            },
          })
        ),
        ...byId.map(
          (address): Input => ({
            title: `${address.method} ${address.path('😀')} in raw bytes`,
            run: async (target) => {
              const answer = await request(target, address, '😀')
              if (address.method === 'HEAD') expect(answer.status).toBe(400)
              else expectError(answer, 'files', 400, 'INVALID_REQUEST')
            },
          })
        ),
      ],
    },
    {
      id: 'I2',
      sentence: 'what every object inherits is no file',
      inputs: [
        ...nowhere(inherited, everywhere),
        ...['constructor', 'toString', 'hasOwnProperty'].map(
          (name): Input => ({
            title: `a file that is published as ${name}`,
            run: async ({ client }) => {
              const { file_id } = await upload(client, { name })
              expect((await client.head(`/uploads/${name}`)).status).toBe(404)
              const answer = await client.sendForm('POST', '/api/files', [
                Buffer.from(
                  `Content-Disposition: form-data; name="file"; filename="${name}"\r\n\r\nx`
                ),
              ])
              expect((await client.get(`/uploads/${name}`)).text).toBe('x')
              const { id } = answer.json<{ id: string }>()
              for (const gone of [file_id, id]) await client.delete(`/files/${gone}`)
              expect((await client.head(`/uploads/${name}`)).status).toBe(404)
            },
          })
        ),
      ],
    },
    {
      id: 'I3',
      sentence: 'a path in another spelling is the same operation, and on another way none',
      inputs: [
        ...byId.flatMap((address) =>
          detours.map(
            ([title, detour]): Input => ({
              title: `${address.method} ${detour(address.path('{id}'))} with ${title}`,
              run: async ({ client, file }) => {
                const { method, path, options } = address
                const answer = await client.request(method, detour(path(file.file_id)), options)
                expectMissing(answer, address)
              },
            })
          )
        ),
        ...byId.flatMap((address) =>
          spellings.map(
            ([title, spell]): Input => ({
              title: `${address.method} ${spell(address.path('{id}'))} with ${title}`,
              run: sameAs(spell, address),
            })
          )
        ),
      ],
    },
    {
      id: 'I4',
      sentence: '10 000 guesses are 10 000 times the same 404, and ids are 21 random characters',
      inputs: [
        {
          title: '10 000 ids that differ in their last characters from one that is there',
          run: async (target) => {
            const { file_id } = target.file
            const ids = Array.from(
              { length: 10_000 },
              (_, i) => `${file_id.slice(0, 17)}${i.toString(36).padStart(4, '0')}`
            ).filter((id) => id !== file_id)
            const answers = new Set<string>()
            await guess(target, ids, (text) => answers.add(text))
            expect(answers.size).toBe(1)
          },
        },
        {
          title: 'the ids of 100 files',
          run: async ({ client }) => {
            const files = await Promise.all(Array.from({ length: 100 }, () => upload(client)))
            const ids = files.map((file) => file.file_id)
            for (const id of ids) expect(id).toMatch(/^[A-Za-z0-9_][A-Za-z0-9_-]{20}$/)
            // Of 100 ids of 6 random bits a character no two agree on so much of their beginning, nor on a whole place.
            expect(new Set(ids.map((id) => id.slice(0, 6))).size).toBe(100)
            for (let place = 0; place < 21; place++) {
              expect(new Set(ids.map((id) => id[place])).size).toBeGreaterThan(20)
            }
            await Promise.all(ids.map((id) => client.delete(`/files/${id}`)))
          },
        },
      ],
    },
    {
      id: 'I4',
      sentence: 'whoever guesses too often is told to wait',
      reason: 'the service does not limit rates; that is left to a proxy before it',
    },
  ],
  {},
  { direct: 'nginx refuses some paths itself' }
)
