import { randomUUID } from 'node:crypto'
import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { expect } from 'vitest'
import { metadataOf, upload, uploadBy, uploadedId } from '../support/doors.js'
import { cannotTrace, injectFault, type Release } from '../support/machine.js'
import type { Suite } from '../support/suite.js'
import type { FileView } from '../support/wire.js'
import { type BodyEntry, bodyEntries, bodyOf, downloadPaths } from './support/entries.js'
import { hostileServers } from './support/own-server.js'
import { clients, rounds, together } from './support/rounds.js'

const parallel = 1000

/** A thousand downloads at once, of which the server is killed in the middle; what was read to its end is counted. */
async function killWhileRead(suite: Suite): Promise<void> {
  const { client } = suite
  const id = await uploadBy(client, 'form', { content: 'counted', name: `${randomUUID()}.txt` })
  const { file_name } = await metadataOf(client, id)
  const paths = downloadPaths(id, file_name)
  let whole = 0
  const downloads = together(parallel, async (index) => {
    const answer = await client.get(paths[index % paths.length] as string)
    if (answer.status === 200 && answer.text === 'counted') whole++
  }).catch(() => {})
  await expect.poll(() => whole, { interval: 1, timeout: 20_000 }).toBeGreaterThan(100)
  await suite.server.kill()
  await downloads
  await suite.restart()
  const { download_count } = await metadataOf(suite.client, id)
  expect(download_count).toBeGreaterThanOrEqual(whole)
  expect(download_count).toBeLessThanOrEqual(parallel)
}

/** What the clients were told of the files that they made. */
type Known = Map<string, Partial<FileView> | undefined>

const creating = bodyEntries.filter((entry) => !entry.replaces)
const replacing = bodyEntries.filter((entry) => entry.replaces)

/** One client that uploads over every entry, and renames, replaces, reads and deletes what it has uploaded. */
async function workOn({ client }: Suite, index: number, known: Known): Promise<void> {
  const entry = creating[index % creating.length] as BodyEntry
  const first = await client.request(entry.method, entry.path(''), {
    headers: { 'Content-Type': entry.type },
    body: bodyOf(entry, `client ${index}`),
  })
  expect(first.status, first.text).toBe(entry.success)
  const id = uploadedId(entry.door, first)
  const path = `/files/${id}`
  expect((await client.get(path)).text).toBe(`client ${index}`)
  await client.sendJson('PUT', path, { file_name: `renamed-${index}` })
  const replacement = replacing[index % replacing.length] as BodyEntry
  const second = await client.request(replacement.method, replacement.path(id), {
    headers: { 'Content-Type': replacement.type },
    body: bodyOf(replacement, `new ${index}`),
  })
  expect(second.status, second.text).toBe(200)
  if (index % 5 === 0) {
    expect((await client.delete(path)).status).toBe(200)
    known.set(id, undefined)
  } else {
    const facts = { file_name: `renamed-${index}`, revision: 3, download_count: 1 }
    known.set(id, { ...facts, file_size: `new ${index}`.length })
  }
}

async function expectKnown({ client }: Suite, known: Known): Promise<void> {
  for (const [id, facts] of known) {
    const answer = await client.get(`/files/${id}/metadata`)
    if (facts) expect(answer.json<FileView>()).toMatchObject(facts)
    else expect(answer.status).toBe(404)
  }
}

/** Waits until the metadata are being rewritten and holds that up, so that everything else happens beside it. */
async function whileCompacting(suite: Suite, work: () => Promise<void>): Promise<Release> {
  const temporary = join(suite.dataDir, 'metadata.json.tmp')
  const release = await injectFault({
    pid: suite.server.pid,
    calls: 'write,writev,pwrite64,pwritev,pwritev2',
    // Far longer than the work takes: the tracer lets go when it is told to.
    instead: 'delay_enter=600s',
    path: temporary,
  })
  const isThere = () => stat(temporary).then(Boolean, () => false)
  await expect.poll(isThere, { timeout: 30_000, interval: 5 }).toBe(true)
  await work()
  expect(await isThere()).toBe(true)
  return release
}

const snapshotOf = ({ dataDir }: Suite) => readFile(join(dataDir, 'metadata.json'), 'utf8')

hostileServers('crashes and compaction', [
  {
    id: 'K6',
    sentence: 'a kill among a thousand downloads loses no count of one that was read to its end',
    inputs: [
      {
        title: '1,000 downloads over every address, then SIGKILL',
        run: async (suite) => {
          for (let round = 0; round < Math.ceil(rounds / 2); round++) await killWhileRead(suite)
        },
      },
    ],
  },
  {
    id: 'K9',
    sentence: 'a rewrite of the metadata disturbs nobody and loses nothing that happens beside it',
    inputs: [
      {
        title: '50 clients that do everything while it runs',
        cannot: cannotTrace,
        run: async (suite) => {
          const known: Known = new Map()
          await upload(suite.client)
          const before = await snapshotOf(suite)
          const release = await whileCompacting(suite, async () => {
            await together(clients, (index) => workOn(suite, index, known))
          })
          await release()
          await expect.poll(() => snapshotOf(suite), { timeout: 20_000 }).not.toBe(before)
          await expectKnown(suite, known)
          await suite.server.kill()
          await suite.restart()
          await expectKnown(suite, known)
        },
      },
      {
        title: '50 clients that do everything while it runs, then SIGKILL before it is done',
        cannot: cannotTrace,
        run: async (suite) => {
          const known: Known = new Map()
          await upload(suite.client)
          const before = await snapshotOf(suite)
          const release = await whileCompacting(suite, async () => {
            await together(clients, (index) => workOn(suite, index, known))
          })
          expect(await snapshotOf(suite)).toBe(before)
          const killed = suite.server.kill()
          await release('SIGKILL')
          await killed
          await suite.restart()
          await expectKnown(suite, known)
        },
      },
    ],
  },
])
