import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { expectError, metadataOf, upload } from '../support/doors.js'
import { ServerProcess } from '../support/server-process.js'
import { type Suite, useServer } from '../support/suite.js'
import type { Changed } from '../support/wire.js'

/** Ended and started again by the tests, on one data directory that all of them fill. */
const shared = useServer()

/** There is content for every record and none besides. */
async function expectNoOrphans(suite: Suite): Promise<void> {
  const live = (await suite.list()).length
  await expect.poll(async () => (await suite.contentFiles()).length).toBe(live)
}

describe('SIGKILL', () => {
  test('loses no acknowledged replacement, rename, delete or count', async () => {
    const suite = shared.current
    const { client } = suite
    const replaced = await upload(client, { content: 'old' })
    const renamed = await upload(client, { content: 'named' })
    const deleted = await upload(client, { content: 'gone' })
    const put = await client.request('PUT', `/files/${replaced.file_id}/content`, {
      headers: { 'Content-Type': 'image/png' },
      body: 'new',
    })
    await client.sendJson('PUT', `/files/${renamed.file_id}`, { file_name: 'after.txt' })
    await client.get(`/files/${renamed.file_id}`)
    await client.delete(`/files/${deleted.file_id}`)
    const expected = await metadataOf(client, renamed.file_id)
    await suite.server.kill()
    await suite.restart()
    expect((await suite.client.get(`/files/${replaced.file_id}`)).text).toBe('new')
    expect(await metadataOf(suite.client, replaced.file_id)).toEqual({
      ...put.json<Changed>().file,
      download_count: 1,
    })
    expect(await metadataOf(suite.client, renamed.file_id)).toEqual(expected)
    expect(expected).toMatchObject({ file_name: 'after.txt', download_count: 1, revision: 2 })
    expectError(await suite.client.get(`/files/${deleted.file_id}`), 'files', 404, 'FILE_NOT_FOUND')
    await expectNoOrphans(suite)
  })
})

describe('a data directory', () => {
  test('is the same after every stop and start', async () => {
    const suite = shared.current
    for (let i = 0; i < 30; i++) await upload(suite.client, { content: `file ${i}` })
    const before = await suite.list()
    for (let round = 0; round < 2; round++) {
      expect(await suite.server.stop()).toEqual({ code: 0, signal: null })
      await suite.restart()
      expect(await suite.list()).toEqual(before)
    }
  })

  test('belongs to one process: a second one refuses to start and the first goes on', async () => {
    const suite = shared.current
    const { file_id } = await upload(suite.client, { content: 'mine' })
    const second = ServerProcess.launch({ DATA_DIR: suite.dataDir })
    const exit = await second.refused()
    expect(exit.code).toBeGreaterThan(0)
    expect(exit.signal).toBeNull()
    expect(second.output()).toMatch(/lock|in use|another/i)
    expect(second.output()).not.toMatch(/\n\s+at /)
    expect((await suite.client.get(`/files/${file_id}`)).text).toBe('mine')
    expect((await upload(suite.client)).file_size).toBe(13)
  })

  test('is taken over after a crash and swept of what that left in tmp', async () => {
    const suite = shared.current
    await suite.server.kill()
    await writeFile(join(suite.dataDir, 'tmp', 'left-behind.part'), 'half')
    await suite.restart()
    expect(await suite.temporaryFiles()).toEqual([])
    expect((await suite.client.get('/readyz')).status).toBe(200)
  })
})
