import { expect } from 'vitest'
import type { Client } from '../support/client.js'
import { uploadBy, uploadedId, uploadForms } from '../support/doors.js'
import { filePart } from '../support/multipart.js'
import type { FileView } from '../support/wire.js'
import { byId, byName, expectMissing, nowhere, request } from './support/addresses.js'
import { everyName, nameEntries } from './support/name-entries.js'
import { hostileTable, type Input } from './support/table.js'
import type { Target } from './support/target.js'
import { kept, refused } from './support/verdicts.js'

const everywhere = [...byName, ...byId]
/** Addresses where a slash more only leads to another path, and never to an operation that changes something. */
const readers = everywhere.filter(({ method }) => method === 'GET' || method === 'HEAD')
const publishers = uploadForms.filter(({ door }) => door === 'form' || door === 'named')
const uploads = (name: string) => `/uploads/${encodeURIComponent(name)}`

/** Names that climb, with the display name and the safe name that is left of them. */
const climbing: readonly (readonly [sent: string, name: string, safeName: string])[] = [
  ['../../etc/passwd', 'passwd', 'etc_passwd'],
  ['..\\..\\x', 'x', 'x'],
  ['/abs', 'abs', 'abs'],
  ['C:\\x', 'x', 'C_x'],
  ['C:x', 'C:x', 'Cx'],
  ['\\\\srv\\s', 's', 'srv_s'],
  ['..\\../..\\boot.ini', 'boot.ini', 'boot.ini'],
  ['....//....//etc/passwd', 'passwd', 'etc_passwd'],
  ['file:///etc/passwd', 'passwd', 'file_etc_passwd'],
  ['a/../../b', 'b', 'a_.._.._b'],
  ['%2e%2e%2fpasswd', '%2e%2e%2fpasswd', '2e2e2fpasswd'],
  ['..%c0%af..%c0%afx', '..%c0%af..%c0%afx', 'c0af..c0afx'],
  ['\uff0e\uff0e\u2215x', '\uff0e\uff0e\u2215x', 'x'],
]

/** What is on the disk while the file is there: contents under keys, and nothing by a name. */
const onlyKeys = async ({ suite }: Target) => {
  for (const row of await suite.contentFiles()) expect(row).toMatch(/^(\w\w\/)?[\w-]{21} \d+$/)
}

/** The same address in the spellings of clients, proxies and attackers. */
const spellings = (name: string) => [
  encodeURIComponent(name),
  encodeURIComponent(name).toLowerCase().replaceAll('.', '%2e'),
  encodeURIComponent(encodeURIComponent(name)),
]

const lengths = [101, 128, 200, 254, 255]

/** Uploads by a door under a name, looks, and takes the file away again. */
const published = (name: string, look: (client: Client, id: string) => Promise<void>): Input[] =>
  publishers.map(({ door, title }) => ({
    title: `${title} of ${name.slice(0, 40)}`,
    run: async ({ client }) => {
      const id = await uploadBy(client, door, { name, content: name })
      await look(client, id)
      await client.delete(`/files/${id}`)
    },
  }))

const answers = async (client: Client, path: string, content: string | undefined) => {
  const answer = await client.get(path)
  expect(answer.status, path).toBe(content === undefined ? 404 : 200)
  if (content !== undefined) expect(answer.text).toBe(content)
}

hostileTable(
  'addresses of files',
  [
    {
      id: 'N1',
      sentence: 'of a path the base name is left, nothing leaves the store, and no address climbs',
      inputs: [
        ...climbing.flatMap(([sent, name]) => everyName([sent], () => kept(name, onlyKeys))),
        ...climbing.flatMap(([sent, , safeName]) =>
          published(sent, async (client) => {
            await answers(client, uploads(safeName), sent)
            for (const spelling of spellings(sent)) {
              if (sent !== safeName) await answers(client, `/uploads/${spelling}`, undefined)
            }
          })
        ),
        ...nowhere(
          climbing.flatMap(([sent]) => spellings(sent)),
          everywhere
        ),
        ...nowhere(
          [
            '../../etc/passwd',
            '..',
            '../files',
            './x',
            '..\\..\\x',
            '/abs',
            '//etc/passwd',
            'a/../b',
          ],
          readers
        ),
      ],
    },
    {
      id: 'N2',
      sentence: 'dots and separators in any encoding name nothing, and are decoded once alone',
      inputs: [
        ...nowhere(
          [
            '%2e%2e',
            '%2E%2E',
            '.%2e',
            '%2F',
            '%2f..%2f..%2f',
            '%5c',
            '..%5c..%5c',
            '%252e%252e%252f',
            '%25252e%25252e',
            '..;',
            '..;%2f',
            '%c0%ae',
            '%c0%ae%c0%ae%c0%af',
            '%e0%80%ae',
            '%ef%bc%8e%ef%bc%8e',
            '%u002e%u002e',
            '%00',
            '..%00',
            'before.txt%00',
            'before.txt%20',
            '%0d%0aX:%20y',
            '%',
            '%2',
            '%zz',
            '%c3',
          ],
          everywhere
        ),
        ...nowhere(['..;/', '..;/x', '%2e%2e/x', '../', '..%2f/x'], readers),
        ...published('2e2e.txt', async (client) => {
          await answers(client, '/uploads/2e2e.txt', '2e2e.txt')
          await answers(client, '/uploads/%32e2e%2etxt', '2e2e.txt')
          await answers(client, '/uploads/%252e2e.txt', undefined)
          await answers(client, '/uploads/%2532e2e.txt', undefined)
          await answers(client, '/uploads/2e2e.txt%00', undefined)
          await answers(client, '/uploads/2E2E.txt', undefined)
        }),
        ...published('100%25.txt', async (client) => {
          await answers(client, '/uploads/10025.txt', '100%25.txt')
          await answers(client, '/uploads/100%25.txt', undefined)
          await answers(client, '/uploads/100%2525.txt', undefined)
        }),
      ],
    },
    {
      id: 'N7',
      sentence: 'a name has up to 255 bytes of UTF-8, and its address may be as long as that takes',
      inputs: [
        ...['x'.repeat(255), '文'.repeat(85), `${'x'.repeat(251)}🗎`].flatMap((name) =>
          everyName([name], () => kept(name))
        ),
        // Composed, it fits.
        ...everyName(['e\u0301'.repeat(127)], () => kept('\u00e9'.repeat(127))),
        ...everyName(
          [
            'x'.repeat(256),
            `${'文'.repeat(85)}x`,
            `${'x'.repeat(252)}🗎`,
            '\u00e9'.repeat(128),
            'x'.repeat(4000),
          ],
          (entry, name) => refused(entry.codeOf(name))
        ),
        ...[...lengths.map((length) => 'n'.repeat(length)), '文'.repeat(85)].flatMap((name) =>
          published(name, async (client, id) => {
            await answers(client, uploads(name), name)
            expect((await client.head(`/files/${id}`)).status).toBe(200)
          })
        ),
        ...nowhere(
          [101, 255, 256, 1024, 8000].map((length) => 'n'.repeat(length)),
          everywhere
        ),
      ],
    },
    {
      id: 'N14',
      sentence: 'a name that is an id, or begins like another, reaches nothing but its own file',
      inputs: nameEntries.map((entry) => ({
        title: entry.title,
        run: async (target) => {
          const { client, file } = target
          const before = (await client.get(`/files/${file.file_id}/metadata`)).json<FileView>()
          const etag = (await client.head(`/files/${file.file_id}`)).get('etag')
          for (const name of [
            file.file_id,
            file.file_id.slice(0, 10),
            'before.tx',
            'before.txt.bak',
            'BEFORE.TXT',
          ]) {
            await target.stored(
              entry,
              (id) => entry.send(client, id, name),
              async () => {
                const metadata = (await client.get(`/files/${file.file_id}/metadata`)).json()
                expect(metadata).toEqual(before)
                expect((await client.head(`/files/${file.file_id}`)).get('etag')).toMatch(/\.1"$/)
                for (const part of [
                  file.file_id.slice(0, 10),
                  file.file_id.slice(1),
                  `${file.file_id}x`,
                ]) {
                  expect((await client.head(`/files/${part}`)).status).toBe(404)
                }
                expect((await client.head('/uploads/before.txt')).get('etag')).toBe(etag)
                expect((await client.head('/uploads/before')).status).toBe(404)
              }
            )
          }
        },
      })),
    },
    {
      id: 'N15',
      sentence: 'what is known of a deleted file opens no other file of its name',
      inputs: uploadForms.map(({ door, title }) => ({
        title,
        run: async (target) => {
          const { client } = target
          const old = await uploadBy(client, door, { name: 'again.txt', content: 'old' })
          const tag = (await client.head(`/files/${old}`)).get('etag') ?? ''
          await client.delete(`/files/${old}`)
          const id = await uploadBy(client, door, { name: 'again.txt', content: 'new' })
          for (const address of byId) expectMissing(await request(target, address, old), address)
          const changes = byId.filter(({ method }) => method === 'PUT' || method === 'DELETE')
          for (const { method, path, options } of changes) {
            const headers = { ...options?.headers, 'If-Match': tag }
            expect((await client.request(method, path(id), { ...options, headers })).status).toBe(
              412
            )
          }
          expect((await client.get(`/files/${id}`, { 'If-None-Match': tag })).text).toBe('new')
          const resumed = await client.get(`/files/${id}`, { Range: 'bytes=1-', 'If-Range': tag })
          expect([resumed.status, resumed.text]).toEqual([200, 'new'])
          await client.delete(`/files/${id}`)
        },
      })),
    },
    {
      id: 'N16',
      sentence: '35 uploads of one name at once are 35 files with their own bytes',
      inputs: [
        ...uploadForms.map((entry) => ({
          title: entry.title,
          run: (target: Target) =>
            distinct(target, async (content) => {
              const answer = await target.client.sendForm('POST', entry.path(''), [
                filePart(content, { filename: 'image.png' }),
              ])
              return uploadedId(entry.door, answer)
            }),
        })),
        {
          title: 'POST /files/upload of raw bytes without a name',
          run: (target) =>
            distinct(target, async (content) => {
              const answer = await target.client.request('POST', '/files/upload', {
                headers: { 'Content-Type': 'image/png' },
                body: content,
              })
              return uploadedId('files', answer)
            }),
        },
      ],
    },
  ],
  {},
  { direct: 'nginx refuses some paths itself' }
)

async function distinct({ client }: Target, send: (content: string) => Promise<string>) {
  const contents = Array.from({ length: 35 }, (_, i) => `bytes of ${i}`)
  const ids = await Promise.all(contents.map(send))
  expect(new Set(ids).size).toBe(35)
  for (const [i, id] of ids.entries()) {
    expect(id).toMatch(/^[A-Za-z0-9_][A-Za-z0-9_-]{20}$/)
    await answers(client, `/files/${id}`, contents[i])
    await client.delete(`/files/${id}`)
  }
  expect((await client.head('/uploads/image.png')).status).toBe(404)
}
