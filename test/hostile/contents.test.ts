import { link, readFile, rename, rm, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect } from 'vitest'
import { type DoorName, expectError, metadataOf, upload, uploadBy } from '../support/doors.js'
import type { Suite } from '../support/suite.js'
import { downloadPaths } from './support/entries.js'
import { hostileServers } from './support/own-server.js'
import { stands } from './support/stands.js'
import { hostileTable, type Input } from './support/table.js'

const doors: readonly DoorName[] = ['files', 'share', 'named']
const precious = 'precious'
const missing = /^error CONTENT_MISSING request failed$/

/** Contents have their keys for names, and the key of a file that was never replaced is its id. */
const pathOf = ({ dataDir }: Suite, id: string) => join(dataDir, 'content', id)

/** Every address says that the content is missing, for a part of it as well, and the file stays in the list. */
async function expectMissing({ client }: Suite, id: string): Promise<void> {
  for (const [index, path] of downloadPaths(id, 'a.bin').entries()) {
    const door = doors[index] as DoorName
    expectError(await client.get(path), door, 500, 'CONTENT_MISSING')
    const part = await client.get(path, { Range: 'bytes=0-0' })
    expectError(part, door, 500, 'CONTENT_MISSING')
  }
  // That these are 500 is what was asked for.
  client.takeMismatches()
  expect(await metadataOf(client, id)).toMatchObject({ download_count: 0 })
}

/** The content is taken away, something else stands in its place, and then it is put back. */
const harmed = (title: string, harm: (path: string) => Promise<unknown>): Input => ({
  title,
  run: async ({ client, suite }) => {
    const id = await uploadBy(client, 'form', { content: precious, name: 'a.bin' })
    const path = pathOf(suite, id)
    const kept = join(suite.dataDir, 'kept')
    await rename(path, kept)
    await harm(path)
    await expectMissing(suite, id)
    await rm(path, { recursive: true, force: true })
    await rename(kept, path)
    expect((await client.get(`/files/${id}`)).text).toBe(precious)
    expect((await client.delete(`/files/${id}`)).status).toBe(200)
  },
})

/** What is in the way goes with the file as far as it can; what cannot be removed is no failure of the deletion. */
const deleted = (title: string, harm: (path: string) => Promise<unknown>): Input => ({
  title: `a deletion of a file with ${title} in the place of its content`,
  run: async ({ client, suite }) => {
    const { file_id: id } = await upload(client, { content: precious })
    const path = pathOf(suite, id)
    await rm(path)
    await harm(path)
    expect((await client.delete(`/files/${id}`)).status).toBe(200)
    expectError(await client.get(`/files/${id}`), 'files', 404, 'FILE_NOT_FOUND')
    await rm(path, { recursive: true, force: true })
  },
})

/** Small contents have no file at first. */
const filesAtOnce = { SMALL_FILE_SIZE: '0' }

hostileTable(
  'contents that somebody tampers with',
  [
    {
      id: 'D8',
      sentence:
        'what is put in the place of a content is neither served nor waited for nor followed',
      logs: missing,
      inputs: [
        ...stands.map(([what, put]) => harmed(`${what} in the place of a content`, put)),
        ...stands.map(([what, put]) => deleted(what, put)),
        {
          title: 'a content with a second name, which a deletion does not touch',
          run: async ({ client, suite }) => {
            const { file_id: id } = await upload(client, { content: precious })
            const second = join(suite.dataDir, 'second')
            await link(pathOf(suite, id), second)
            expect((await client.get(`/files/${id}`)).text).toBe(precious)
            expect((await client.delete(`/files/${id}`)).status).toBe(200)
            expect(await readFile(second, 'utf8')).toBe(precious)
            await rm(second)
          },
        },
      ],
    },
    {
      id: 'D9',
      sentence: 'a content that is gone or of another size is 500, never an empty or a short 200',
      logs: missing,
      inputs: [
        harmed('nothing', async () => {}),
        harmed('an empty file', (path) => writeFile(path, '')),
        harmed('a file that is a byte shorter', (path) => writeFile(path, precious.slice(1))),
        harmed('a file that is a byte longer', (path) => writeFile(path, `${precious}!`)),
        harmed('a file of a gigabyte of nothing', async (path) => {
          await writeFile(path, '')
          await truncate(path, 1024 ** 3)
        }),
      ],
    },
  ],
  filesAtOnce
)

hostileServers('contents that are gone at the start', [
  {
    id: 'D9 start',
    sentence: 'leave their files listed, and the service says that it is degraded',
    inputs: [
      {
        title: 'one content',
        settings: filesAtOnce,
        logs: missing,
        run: async (suite) => {
          const id = await uploadBy(suite.client, 'form', { content: precious, name: 'a.bin' })
          await suite.server.stop()
          await rm(pathOf(suite, id))
          await suite.restart()
          await expectMissing(suite, id)
          const ready = await suite.client.get('/readyz')
          expect([ready.status, ready.json<{ status: string }>().status]).toEqual([200, 'degraded'])
          expect((await suite.client.delete(`/files/${id}`)).status).toBe(200)
        },
      },
    ],
  },
])
