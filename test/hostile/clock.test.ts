import { fileURLToPath } from 'node:url'
import { expect } from 'vitest'
import { requestHead } from '../support/client.js'
import { metadataOf, upload, uploadBy, uploadedId } from '../support/doors.js'
import type { Suite } from '../support/suite.js'
import type { FileView } from '../support/wire.js'
import { bodyEntries, bodyHead, bodyOf, downloadPaths } from './support/entries.js'
import { hostileServers } from './support/own-server.js'

const clock = fileURLToPath(new URL('./fixtures/clock.mjs', import.meta.url))
const hour = 60 * 60 * 1000
const tenYears = 10 * 365 * 24 * hour

const steps: readonly (readonly [string, number])[] = [
  ['an hour back', -hour],
  ['ten years forward', tenYears],
  ['ten years back', -tenYears],
  ['a second forward', 1000],
]

const withSteps = (...milliseconds: number[]) => ({
  NODE_OPTIONS: `--import=${clock}`,
  CLOCK_STEPS: milliseconds.join(','),
  // Short, so that a timer which went by the wall clock would end what is under way.
  BODY_IDLE_TIMEOUT: '20s',
  WRITE_IDLE_TIMEOUT: '20s',
})

/** Has the clock jump, and waits until it has. */
async function jump({ server }: Suite): Promise<void> {
  const count = () => server.log.filter((line) => line.msg === 'clock').length
  const before = count()
  server.signal('SIGUSR2')
  await expect.poll(count).toBe(before + 1)
}

const large = Buffer.alloc(16 * 1024 * 1024, 'clock')

/** What is under way over every entry and every address when the clock jumps ends as if it had not. */
async function jumpMidway(suite: Suite): Promise<void> {
  const { client } = suite
  const content = Buffer.alloc(1000, 'midway')
  const id = await uploadBy(client, 'form', { content: large, name: 'large.bin' })
  const uploads = []
  for (const entry of bodyEntries) {
    const { file_id } = await upload(client, { content: 'before' })
    const connection = await client.open()
    const head = bodyHead(entry, { host: client.host, id: file_id, size: content.length })
    const body = bodyOf(entry, content)
    await connection.send(Buffer.concat([Buffer.from(head), body.subarray(0, -100)]))
    uploads.push({ entry, file_id, connection, rest: body.subarray(-100) })
  }
  const downloads = []
  for (const path of downloadPaths(id, 'large.bin')) {
    const connection = await client.open()
    await connection.send(requestHead('GET', path, { Host: client.host }))
    expect((await connection.head()).status).toBe(200)
    downloads.push(connection)
  }
  await jump(suite)
  for (const { entry, file_id, connection, rest } of uploads) {
    await connection.send(rest)
    const answer = await connection.answer(entry.method)
    expect(answer.status, `${entry.title}: ${answer.text}`).toBe(entry.success)
    connection.close()
    const stored = entry.replaces ? file_id : uploadedId(entry.door, answer)
    expect((await metadataOf(client, stored)).file_size).toBe(content.length)
  }
  for (const connection of downloads) {
    expect((await connection.take(large.length)).equals(large)).toBe(true)
    connection.close()
  }
  expect((await metadataOf(client, id)).download_count).toBe(downloads.length)
  await client.delete(`/files/${id}`)
}

/** Later is later, whatever the clock says, also after a restart and for changes. */
async function expectOrder(suite: Suite, settings: ReturnType<typeof withSteps>): Promise<void> {
  const uploaded: FileView[] = []
  const add = async () => {
    uploaded.push(await upload(suite.client, { content: `file ${uploaded.length}` }))
  }
  await add()
  for (let step = 0; step < steps.length; step++) {
    await jump(suite)
    await add()
    await add()
  }
  await suite.server.kill()
  await suite.restart(settings)
  await add()
  const times = uploaded.map((file) => file.created_at)
  expect(times).toEqual([...new Set(times)].sort())
  const newestFirst = uploaded.map((file) => file.file_id).reverse()
  expect((await suite.list()).map((file) => file.file_id)).toEqual(newestFirst)
  const paged = []
  for (let path: string | undefined = '/files?limit=2'; path !== undefined; ) {
    const page = await suite.client.get(path)
    paged.push(...page.json<FileView[]>().map((file) => file.file_id))
    path = /^<(.+)>; rel="next"$/.exec(page.get('link') ?? '')?.[1]
  }
  expect(paged).toEqual(newestFirst)
  const first = uploaded[0] as FileView
  await suite.client.sendJson('PUT', `/files/${first.file_id}`, { file_name: 'renamed' })
  const { updated_at } = await metadataOf(suite.client, first.file_id)
  expect(updated_at > (times.at(-1) ?? '')).toBe(true)
}

const everyStep = steps.map(([title]) => title).join(', then ')
const allSteps = withSteps(...steps.map(([, milliseconds]) => milliseconds))

hostileServers('a clock that jumps', [
  {
    id: 'D12',
    sentence: 'disturbs nothing that is under way: what is waited for is not measured by it',
    inputs: [
      {
        title: `${everyStep}, during uploads over every entry and downloads over every address`,
        sends: steps.length * (bodyEntries.length + 3),
        settings: allSteps,
        run: async (suite) => {
          for (let step = 0; step < steps.length; step++) await jumpMidway(suite)
        },
      },
    ],
  },
  {
    id: 'D12 expiry',
    sentence: 'forward by years makes no file expire',
    reason: 'files do not expire',
  },
  {
    id: 'D13',
    sentence: 'does not change the order of what was made and changed',
    inputs: [
      {
        title: everyStep,
        sends: steps.length,
        settings: allSteps,
        run: (suite) => expectOrder(suite, allSteps),
      },
    ],
  },
])
