import { readFile, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect } from 'vitest'
import type { Suite } from '../support/suite.js'
import { filesBelow } from '../support/temp-dir.js'
import {
  askForOffset,
  askForUpload,
  beginUpload,
  idOf,
  offsetOf,
  sendPiece,
} from '../support/tus.js'
import { hostileServers, type OwnServerInput } from './support/own-server.js'
import { together } from './support/rounds.js'

const many = 300
const short = { TUS_EXPIRES_AFTER: '20s', MAX_UNFINISHED_UPLOADS: String(many) }

/** What is there of unfinished uploads, as `name size`. */
const leftOf = ({ dataDir }: Suite) => filesBelow(join(dataDir, 'tus'))

/** An upload of six bytes with three of them, its server killed, and something done to its files meanwhile. */
const damaged = (
  title: string,
  damage: (part: string, state: string) => Promise<void>,
  look: (suite: Suite, at: string) => Promise<void>
): OwnServerInput => ({
  title,
  run: async (suite) => {
    const at = await beginUpload(suite.client, 6)
    await sendPiece(suite.client, at, { offset: 0, body: 'abc' })
    await suite.server.kill()
    const place = join(suite.dataDir, 'tus', idOf(at))
    await damage(`${place}.part`, `${place}.json`)
    await suite.restart()
    await look(suite, at)
  },
})

/** The upload is where it was told to be, and becomes the file. */
async function expectResumed({ client }: Suite, at: string): Promise<void> {
  expect(await offsetOf(client, at)).toBe(3)
  await sendPiece(client, at, { offset: 3, body: 'def' })
  expect((await client.get(`/files/${idOf(at)}`)).text).toBe('abcdef')
}

/** It is gone, says so, and nothing of it is left. */
async function expectLost(suite: Suite, at: string, status: 404 | 410): Promise<void> {
  expect((await askForOffset(suite.client, at)).status).toBe(status)
  expect((await sendPiece(suite.client, at, { offset: 3, body: 'def' })).status).toBe(404)
  expect((await suite.client.get(`/files/${idOf(at)}`)).status).toBe(404)
  expect(await leftOf(suite)).toEqual([])
  const said = suite.server.log.filter(({ msg }) => String(msg).includes(idOf(at)))
  expect(said.length).toBeGreaterThan(0)
}

hostileServers('unfinished uploads', [
  {
    id: 'U8',
    sentence:
      'uploads that are begun and never filled are so many and no more, until their time is over',
    inputs: [
      {
        title: `${many} at once and more`,
        sends: many + 60,
        settings: short,
        run: async (suite) => {
          const begin = () => askForUpload(suite.client, { 'Upload-Length': '5' })
          let last = ''
          for (let sent = 0; sent < many; sent += 50) {
            const answers = await together(50, begin)
            for (const { status } of answers) expect(status).toBe(201)
            last = answers.at(-1)?.get('location') ?? ''
          }
          const refused = await together(10, begin)
          for (const answer of refused) {
            expect([answer.status, answer.type]).toEqual([429, 'text/plain'])
            expect(answer.get('retry-after')).toBe('5')
          }
          // Other doors are none of their business.
          const body = { headers: { 'Content-Type': 'text/plain' }, body: 'x' }
          const other = await suite.client.request('POST', '/files/upload', body)
          expect(other.status).toBe(201)
          const isOver = async () => (await askForOffset(suite.client, last)).status
          await expect.poll(isOver, { timeout: 60_000 }).toBe(410)
          await suite.server.stop()
          await suite.restart(short)
          await expect.poll(() => leftOf(suite), { timeout: 60_000 }).toEqual([])
          expect((await begin()).status).toBe(201)
        },
      },
    ],
  },
  {
    id: 'U9',
    sentence:
      'an upload whose server was killed is where it was told to be, or says that it is lost',
    inputs: [
      damaged('killed', async () => {}, expectResumed),
      damaged(
        'killed, with bytes behind those that count',
        async (part) => writeFile(part, 'abcXYZ-and-more'),
        expectResumed
      ),
      damaged(
        'killed, with a state that was being written',
        async (_, state) => writeFile(`${state}.7.new`, (await readFile(state)).subarray(0, 9)),
        expectResumed
      ),
      damaged(
        'killed, with fewer bytes than count',
        (part) => truncate(part, 2),
        (suite, at) => expectLost(suite, at, 410)
      ),
      damaged(
        'killed, with half a state',
        (_, state) => truncate(state, 20),
        (suite, at) => expectLost(suite, at, 404)
      ),
      damaged(
        'killed, with a state of more bytes than there can be',
        async (_, state) => {
          const text = await readFile(state, 'utf8')
          await writeFile(state, text.replace('"offset":3', '"offset":7'))
        },
        (suite, at) => expectLost(suite, at, 404)
      ),
      {
        title: 'killed while pieces come in',
        sends: 20,
        run: async (suite) => {
          const bytes = Buffer.alloc(40_000, 'abcdefghijk')
          const at = await beginUpload(suite.client, bytes.length)
          for (let round = 0; round < 5; round++) {
            const offset = await offsetOf(suite.client, at)
            const sending = [0, 1, 2, 3].map((piece) =>
              sendPiece(suite.client, at, {
                offset: offset + piece * 1000,
                body: bytes.subarray(offset + piece * 1000, offset + piece * 1000 + 1000),
              }).catch(() => undefined)
            )
            await Promise.race(sending)
            await suite.server.kill()
            const answers = await Promise.all(sending)
            const told = answers.map((answer) => Number(answer?.get('upload-offset') ?? 0))
            await suite.restart()
            expect(await offsetOf(suite.client, at)).toBeGreaterThanOrEqual(Math.max(...told))
          }
          const offset = await offsetOf(suite.client, at)
          await sendPiece(suite.client, at, { offset, body: bytes.subarray(offset) })
          expect((await suite.client.get(`/files/${idOf(at)}`)).body.equals(bytes)).toBe(true)
        },
      },
    ],
  },
])
