import { createHash, randomBytes } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { expectError, metadataOf, upload } from '../support/doors.js'
import { ServerProcess } from '../support/server-process.js'
import { type Suite, useServer } from '../support/suite.js'
import type { Changed, FileView } from '../support/wire.js'

/** Ended and started again by the tests, on one data directory that all of them fill. */
const shared = useServer()

const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex')

/** Uploads one file after the other until the server is gone; what was acknowledged goes into the map. */
async function writeUntilDead(suite: Suite, acknowledged: Map<string, string>): Promise<void> {
  const sizes = [0, 1, 4096, 65_537, 700_000]
  for (let turn = 0; ; turn++) {
    const body = randomBytes(sizes[turn % sizes.length] ?? 0)
    try {
      const answer = await suite.client.request('POST', '/files/upload?name=crash.bin', {
        headers: { 'Content-Type': 'application/octet-stream' },
        body,
      })
      if (answer.status !== 201) return
      acknowledged.set(answer.json<FileView>().file_id, sha256(body))
    } catch {
      return
    }
  }
}

/** Every file listed is whole, and every acknowledged one is listed. */
async function expectWhole(suite: Suite, acknowledged: ReadonlyMap<string, string>): Promise<void> {
  const list = await suite.list()
  const listed = new Map(list.map((file) => [file.file_id, file]))
  for (const [id, digest] of acknowledged) expect(listed.get(id)?.sha256, id).toBe(digest)
  for (const file of list) {
    const { body, status } = await suite.client.get(`/files/${file.file_id}`)
    expect([status, body.length, sha256(body)]).toEqual([200, file.file_size, file.sha256])
  }
  expect(await suite.temporaryFiles()).toEqual([])
}

/** There is content for every record and none besides. */
async function expectNoOrphans(suite: Suite): Promise<void> {
  const live = (await suite.list()).length
  await expect.poll(async () => (await suite.contentFiles()).length).toBe(live)
}

describe('SIGKILL', () => {
  test('in the middle of uploads loses no file that was acknowledged, round after round', async () => {
    const suite = shared.current
    const acknowledged = new Map<string, string>()
    for (let round = 0; round < 3; round++) {
      const writers = Array.from({ length: 8 }, () => writeUntilDead(suite, acknowledged))
      const target = acknowledged.size + 25
      await expect
        .poll(() => acknowledged.size, { timeout: 10_000, interval: 2 })
        .toBeGreaterThan(target)
      await suite.server.kill()
      await Promise.all(writers)
      await suite.restart()
      await expectWhole(suite, acknowledged)
    }
    await expectNoOrphans(suite)
  }, 40_000)

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

  test('during replacements leaves the old bytes or the new ones, never a mixture', async () => {
    const suite = shared.current
    const { file_id } = await upload(suite.client, { content: Buffer.alloc(300_000, 'a') })
    let acknowledged = 0
    const replace = async () => {
      for (let turn = 1; ; turn++) {
        const body = Buffer.alloc(300_000 + turn, 'bcdef'[turn % 5])
        const headers = { 'Content-Type': 'image/png' }
        await suite.client.request('PUT', `/files/${file_id}/content`, { headers, body })
        acknowledged = turn
      }
    }
    const writer = replace().catch(() => undefined)
    await expect.poll(() => acknowledged, { interval: 2 }).toBeGreaterThan(10)
    await suite.server.kill()
    await writer
    await suite.restart()
    const file = await metadataOf(suite.client, file_id)
    const { body } = await suite.client.get(`/files/${file_id}`)
    expect(sha256(body)).toBe(file.sha256)
    expect(file.revision).toBeGreaterThanOrEqual(acknowledged + 1)
    expect(file.revision).toBeLessThanOrEqual(acknowledged + 2)
    expect(await suite.temporaryFiles()).toEqual([])
    await expectNoOrphans(suite)
  })

  test('during downloads leaves every count that its client has seen', async () => {
    const suite = shared.current
    const { file_id } = await upload(suite.client, { content: 'counted' })
    let whole = 0
    let asked = 0
    const read = async () => {
      for (;;) {
        asked++
        if ((await suite.client.get(`/files/${file_id}`)).text === 'counted') whole++
      }
    }
    const readers = Array.from({ length: 8 }, () => read().catch(() => undefined))
    await expect.poll(() => whole, { interval: 2 }).toBeGreaterThan(200)
    await suite.server.kill()
    await Promise.all(readers)
    await suite.restart()
    const { download_count } = await metadataOf(suite.client, file_id)
    expect(download_count).toBeGreaterThanOrEqual(whole)
    expect(download_count).toBeLessThanOrEqual(asked)
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
