import { createHash, randomUUID } from 'node:crypto'
import { expect } from 'vitest'
import type { Connection } from '../support/connection.js'
import { metadataOf } from '../support/doors.js'
import type { FileView } from '../support/wire.js'
import {
  atEach,
  type BodyEntry,
  bodyEntries,
  bodyHead,
  bodyOf,
  chunkOf,
  lastChunk,
  withScratch,
} from './support/entries.js'
import { hostileTable, type Input } from './support/table.js'
import type { Target } from './support/target.js'

const content = Buffer.alloc(1_000_000, 'aborted')
const digest = createHash('sha256').update(content).digest('hex')

/** The three ways in which a client leaves. */
const departures = {
  'closes its connection': (connection: Connection) => connection.close(),
  'resets its connection': (connection: Connection) => connection.reset(),
  'closes its sending side alone': (connection: Connection) => connection.halfClose(),
}

interface Cut {
  readonly title: string
  /** Bytes of the body that come, as a share of it or as what is missing at its end. */
  readonly length: (whole: number) => number
  readonly chunked?: boolean
}

const cuts: readonly Cut[] = [
  ...Array.from({ length: 9 }, (_, tenth) => ({
    title: `after ${tenth + 1}0% of the body`,
    length: (whole: number) => Math.floor((whole * (tenth + 1)) / 10),
  })),
  { title: 'before the last byte', length: (whole) => whole - 1 },
  { title: 'before the last two bytes', length: (whole) => whole - 2 },
  { title: 'after the last byte, before the last chunk', length: (whole) => whole, chunked: true },
]

const whole: Cut = { title: 'after the last byte, before the answer', length: (length) => length }

/** Brings the beginning of an upload, has the server work on it, brings the rest up to the cut and leaves. */
async function leave(
  target: Target,
  options: { entry: BodyEntry; id: string; cut: Cut; depart: (connection: Connection) => void }
): Promise<void> {
  const { client, suite } = target
  const { entry, id, cut, depart } = options
  const body = bodyOf(entry, content)
  const end = cut.length(body.length)
  // More than is taken in as a whole before it is written.
  const first = Math.min(end - 1, entry.open.length + 70_000)
  const framed = (bytes: Buffer) => (cut.chunked ? chunkOf(bytes) : bytes)
  const head = bodyHead(entry, {
    host: client.host,
    id,
    headers: { 'X-Request-Id': randomUUID() },
    ...(!cut.chunked && { size: content.length }),
  })
  const connection = await client.open()
  await connection.send(Buffer.concat([Buffer.from(head), framed(body.subarray(0, first))]))
  await expect.poll(async () => (await suite.temporaryFiles()).length, { interval: 1 }).toBe(1)
  await connection.send(framed(body.subarray(first, end)))
  depart(connection)
  if (depart === departures['closes its sending side alone']) {
    // Such a client still reads (RFC 9112 section 9.6).
    const answer = await connection.answer(entry.method)
    expect(answer.status, answer.text).toBe(cut === whole ? entry.success : 400)
    connection.close()
  }
  await settled(target)
}

/** The server has decided: nothing is on its way any more. */
async function settled({ suite }: Target): Promise<void> {
  const look = async () => {
    const { temporary, content: contents, list } = await suite.state()
    return [temporary.length, contents.length - list.length]
  }
  await expect.poll(look, { interval: 2 }).toEqual([0, 0])
}

const abort = (cut: Cut, departure: keyof typeof departures): readonly Input[] =>
  atEach(bodyEntries, `a client that ${departure} ${cut.title}`, async (target, entry) => {
    const { file_id: id } = target.file
    await leave(target, { entry, id, cut, depart: departures[departure] })
    // A row that left something must not hide behind the next one.
    expect((await target.suite.list()).length).toBe(1)
    expect(await metadataOf(target.client, id)).toEqual(target.file)
  })

/** What came whole may be stored, then whole, or not. */
const vanish = (departure: keyof typeof departures): readonly Input[] =>
  atEach(bodyEntries, `a client that ${departure} ${whole.title}`, (target, entry) =>
    withScratch(target, 'before', async (scratch) => {
      const before = await target.suite.list()
      const id = scratch.file_id
      await leave(target, { entry, id, cut: whole, depart: departures[departure] })
      const isNew = ({ file_id }: FileView) => !before.some((file) => file.file_id === file_id)
      const stored = (await target.suite.list()).filter(isNew)
      expect(stored.length).toBeLessThanOrEqual(entry.replaces ? 0 : 1)
      const now = await metadataOf(target.client, id)
      if (now.revision === 1) expect(now).toEqual(scratch)
      else expect([entry.replaces, now.revision, now.sha256]).toEqual([true, 2, digest])
      for (const file of stored) {
        expect([file.file_size, file.sha256]).toEqual([content.length, digest])
        expect((await target.client.delete(`/files/${file.file_id}`)).status).toBe(200)
      }
    })
  )

const names = Object.keys(departures) as (keyof typeof departures)[]

hostileTable('clients that leave', [
  {
    id: 'S4',
    sentence:
      'an upload whose client leaves is stored whole or not at all, and nothing of it stays in tmp',
    inputs: [
      ...cuts.flatMap((cut) => names.flatMap((name) => abort(cut, name))),
      ...names.flatMap(vanish),
      ...atEach(
        bodyEntries,
        'a chunked body that ends, then a client that is gone',
        (target, entry) =>
          withScratch(target, 'before', async (scratch) => {
            const { client } = target
            const connection = await client.open()
            const head = bodyHead(entry, { host: client.host, id: scratch.file_id })
            const body = Buffer.concat([chunkOf(bodyOf(entry, content)), Buffer.from(lastChunk)])
            await connection.send(Buffer.concat([Buffer.from(head), body]))
            const answer = await connection.answer(entry.method)
            connection.reset()
            if (entry.replaces) expect(answer.status).toBe(200)
            else await target.accepted(answer, content, entry.door)
          })
      ),
    ],
  },
])
