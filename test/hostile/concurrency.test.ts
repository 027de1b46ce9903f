import { createHash } from 'node:crypto'
import { expect } from 'vitest'
import type { Answer } from '../support/answer.js'
import { requestHead } from '../support/client.js'
import { expectError, metadataOf, upload, uploadBy, uploadedId } from '../support/doors.js'
import { askForOffset, beginUpload, idOf, sendPiece } from '../support/tus.js'
import type { FileView } from '../support/wire.js'
import {
  atEach,
  type BodyEntry,
  bodyEntries,
  bodyHead,
  bodyOf,
  downloadPaths,
  withScratch,
} from './support/entries.js'
import { clients, rounds, together } from './support/rounds.js'
import { hostileTable, type Input } from './support/table.js'
import type { Target } from './support/target.js'

const sha256 = (bytes: Buffer | string) => createHash('sha256').update(bytes).digest('hex')
const creating = bodyEntries.filter((entry) => !entry.replaces)
const replacing = bodyEntries.filter((entry) => entry.replaces)

/** Runs a race again and again. */
const race = (
  title: string,
  run: (target: Target) => Promise<void>,
  times: number = rounds
): Input => ({
  title,
  run: async (target) => {
    for (let round = 0; round < times; round++) await run(target)
  },
})

const send = ({ client }: Target, entry: BodyEntry, id: string, content: string): Promise<Answer> =>
  client.request(entry.method, entry.path(id), {
    headers: { 'Content-Type': entry.type },
    body: bodyOf(entry, content),
  })

/** Every one of them is a file of its own, whole, and the newest that was published has the name. */
async function sameName(target: Target): Promise<void> {
  const { client } = target
  const entries = Array.from(
    { length: clients },
    (_, i) => creating[i % creating.length] as BodyEntry
  )
  const ids = await together(clients, async (index) => {
    const entry = entries[index] as BodyEntry
    const answer = await send(target, entry, '', `client ${index}`)
    expect(answer.status, answer.text).toBe(entry.success)
    return uploadedId(entry.door, answer)
  })
  expect(new Set(ids).size).toBe(clients)
  const files = await Promise.all(ids.map((id) => metadataOf(client, id)))
  for (const [index, file] of files.entries()) expect(file.sha256).toBe(sha256(`client ${index}`))
  const published = files.filter((_, index) => /^(form|named)$/.test(entries[index]?.door ?? ''))
  const newest = published.reduce((a, b) => (a.created_at > b.created_at ? a : b))
  const named = await client.head('/uploads/a.bin')
  expect(named.get('etag')).toBe((await client.head(`/files/${newest.file_id}`)).get('etag'))
  await Promise.all(ids.map((id) => client.delete(`/files/${id}`)))
}

async function deleteTogether(
  { client }: Target,
  headers: Readonly<Record<string, string>>
): Promise<void> {
  const { file_id } = await upload(client)
  const answers = await together(clients, () => client.delete(`/files/${file_id}`, headers))
  const [won, lost] = [200, 404].map((status) => answers.filter((one) => one.status === status))
  expect([won?.length, lost?.length]).toEqual([1, clients - 1])
  for (const answer of lost ?? []) expectError(answer, 'files', 404, 'FILE_NOT_FOUND')
}

/** More than the buffers between a server and a client that does not read can hold. */
const piece = Buffer.alloc(1024 * 1024, 'old!')
const pieces = 8

/** Begins a download of every client, changes the file, and has all of them end with the bytes they began with. */
async function changeWhileRead(
  { client }: Target,
  change: (id: string) => Promise<Answer>,
  expectChanged: (id: string, paths: readonly string[]) => Promise<void>
): Promise<void> {
  const id = await uploadBy(client, 'form', {
    content: Buffer.concat(Array(pieces).fill(piece)),
    name: 'read.bin',
  })
  const paths = downloadPaths(id, 'read.bin')
  const running = await together(clients, async (index) => {
    const connection = await client.open()
    const path = paths[index % paths.length] as string
    await connection.send(requestHead('GET', path, { Host: client.host }))
    expect((await connection.head()).status).toBe(200)
    return connection
  })
  expect((await change(id)).status).toBe(200)
  await expectChanged(id, paths)
  for (const connection of running) {
    for (let taken = 0; taken < pieces; taken++) {
      expect((await connection.take(piece.length)).equals(piece)).toBe(true)
    }
    connection.close()
  }
}

/** Each of these moves half a gigabyte. */
const heavyRounds = Math.ceil(rounds / 4)

const deleteWhileRead = (target: Target) =>
  changeWhileRead(
    target,
    (id) => target.client.delete(`/files/${id}`),
    async (_id, paths) => {
      for (const path of paths) expect((await target.client.get(path)).status).toBe(404)
    }
  )

const replaceWhileRead = (target: Target, entry: BodyEntry) =>
  changeWhileRead(
    target,
    (id) => send(target, entry, id, 'new'),
    async (id, paths) => {
      for (const path of paths) expect((await target.client.get(path)).text).toBe('new')
      expect((await target.client.delete(`/files/${id}`)).status).toBe(200)
    }
  )

const changedWhileRead: readonly Input[] = [
  race('a deletion while 50 clients read', deleteWhileRead, heavyRounds),
  ...replacing.map((entry) =>
    race(
      `a replacement while 50 clients read, ${entry.title}`,
      (target) => replaceWhileRead(target, entry),
      heavyRounds
    )
  ),
]

/** The file goes while its replacement comes in, which is then for a file that is not there. */
const deletedMeanwhile = atEach(
  replacing,
  'a deletion while a replacement comes in',
  async (target, entry) => {
    const { client, suite } = target
    const { file_id: id } = await upload(client)
    // More than any store takes in as a whole before it writes something of it.
    const size = 8 * 1024 ** 2
    const begun = 6 * 1024 ** 2
    const body = bodyOf(entry, Buffer.alloc(size))
    const connection = await client.open()
    await connection.send(bodyHead(entry, { host: client.host, id, size }))
    await connection.send(body.subarray(0, begun))
    await expect.poll(async () => (await suite.temporaryFiles()).length).toBe(1)
    expect((await client.delete(`/files/${id}`)).status).toBe(200)
    await connection.send(body.subarray(begun))
    const answer = await connection.answer(entry.method)
    connection.close()
    expectError(answer, 'files', 404, 'FILE_NOT_FOUND')
    expectError(await client.get(`/files/${id}`), 'files', 404, 'FILE_NOT_FOUND')
  }
)

/** Everything that changes one file, at once: what is deleted stays so, and what was answered is what was. */
async function changeTogether(target: Target): Promise<void> {
  const { client } = target
  const { file_id: id } = await upload(client)
  const path = `/files/${id}`
  const changes: readonly ((index: number) => Promise<Answer>)[] = [
    ...replacing.map((entry) => (index: number) => send(target, entry, id, `version ${index}`)),
    (index) => client.sendJson('PUT', path, { file_name: `name-${index}` }),
    () => client.get(path),
    () => client.get(`${path}/metadata`),
  ]
  const answers = await together(clients, (index) =>
    index === clients / 2
      ? client.delete(path)
      : (changes[index % changes.length] as (index: number) => Promise<Answer>)(index)
  )
  for (const answer of answers) expect([200, 404], answer.text).toContain(answer.status)
  expect(answers[clients / 2]?.status).toBe(200)
  expectError(await client.get(path), 'files', 404, 'FILE_NOT_FOUND')
  expectError(await client.delete(path), 'files', 404, 'FILE_NOT_FOUND')
}

/** The last piece of an upload again and again, while the file that it becomes is deleted: that comes back no more. */
async function finishAndDelete({ client }: Target): Promise<void> {
  const at = await beginUpload(client, 6)
  const path = `/files/${idOf(at)}`
  await sendPiece(client, at, { offset: 0, body: 'abc' })
  let deleted = false
  const works = [
    () => sendPiece(client, at, { offset: 3, body: 'def' }),
    () => sendPiece(client, at, { offset: 6, body: '' }),
    () => askForOffset(client, at),
    async () => {
      const answer = await client.delete(path)
      deleted ||= answer.status === 200
      return answer
    },
  ]
  const send = (index: number) => (works[index % works.length] as () => Promise<Answer>)()
  const answers = await together(clients, send)
  const statuses = [...new Set(answers.map(({ status }) => status))]
  expect(statuses.filter((status) => ![200, 204, 404, 409, 423].includes(status))).toEqual([])
  if (!deleted) {
    await askForOffset(client, at)
    await sendPiece(client, at, { offset: 3, body: 'def' })
    expect((await client.delete(path)).status).toBe(200)
  }
  expect((await askForOffset(client, at)).status).toBe(404)
  expect((await sendPiece(client, at, { offset: 6, body: '' })).status).toBe(404)
  expectError(await client.get(path), 'files', 404, 'FILE_NOT_FOUND')
}

/** Answers that give nobody the file, whoever asks for them and however often. */
async function askWithoutTaking(
  { client }: Target,
  { file_id, file_size }: FileView
): Promise<void> {
  const etag = (await client.head(`/files/${file_id}`)).get('etag') ?? ''
  const asks: readonly (readonly [string, Readonly<Record<string, string>>, number])[] = [
    ['HEAD', {}, 200],
    ['GET', { 'If-None-Match': etag }, 304],
    ['GET', { 'If-Match': '"other"' }, 412],
    ['GET', { Range: `bytes=${file_size}-` }, 416],
    ['GET', { Range: 'bytes=0-0' }, 206],
    ['GET', { 'Service-Worker': 'script' }, 400],
  ]
  const answers = await together(clients, (index) => {
    const [method, headers] = asks[index % asks.length] as (typeof asks)[number]
    const path = index % 2 === 0 ? `/files/${file_id}` : `/file/download/${file_id}`
    return client.request(method, path, { headers })
  })
  for (const [index, { status }] of answers.entries()) {
    expect(status).toBe(asks[index % asks.length]?.[2])
  }
  for (const path of ['/files', '/file/metadata/', `/file/metadata/${file_id}`, '/docs']) {
    expect((await client.get(path)).status).toBe(200)
  }
  expect((await metadataOf(client, file_id)).download_count).toBe(0)
}

hostileTable('fifty clients', [
  {
    id: 'K1',
    sentence:
      'that upload one name at once get a file each, and the newest published one has the name',
    inputs: [race('50 uploads of a name over every entry', sameName)],
  },
  {
    id: 'K2',
    sentence: 'that delete one file at once get one 200, and 404 all the others',
    inputs: [
      race('50 deletions', (target) => deleteTogether(target, {})),
      race('50 deletions with a condition', (target) =>
        deleteTogether(target, { 'If-Match': '*' })
      ),
    ],
  },
  {
    id: 'K3',
    sentence:
      'that read a file which is deleted or replaced meanwhile get all of what they began with',
    inputs: changedWhileRead,
  },
  {
    id: 'K4',
    sentence:
      'that change a file which is deleted meanwhile neither bring it back nor leave anything',
    inputs: [
      ...deletedMeanwhile,
      race('every change of a file and its deletion', changeTogether),
      race('the end of an upload in pieces and the deletion of its file', finishAndDelete),
    ],
  },
  {
    id: 'K5 count',
    sentence: 'that ask for a file without taking it are not counted as downloads',
    inputs: [
      race('HEAD, 304, 412, 416, 400 and parts', (target) =>
        withScratch(target, 'not taken', (file) => askWithoutTaking(target, file))
      ),
    ],
  },
  {
    id: 'K5',
    sentence: 'that download a file which may be downloaded once get one 200',
    reason: 'there is no greatest number of downloads',
  },
  {
    id: 'K7',
    sentence: 'that download a file which expires meanwhile end with all of it',
    reason: 'files do not expire',
  },
  {
    id: 'K8',
    sentence: 'that upload at the edge of a quota never exceed it',
    reason: 'there are no quotas',
  },
  {
    id: 'K10',
    sentence: 'that repeat a request under one Idempotency-Key make one file',
    reason: 'there is no Idempotency-Key',
  },
])
