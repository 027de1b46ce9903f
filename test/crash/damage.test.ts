import { randomBytes } from 'node:crypto'
import { readdir, readFile, rm, symlink, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { requestHead } from '../support/client.js'
import { BrokenAnswer } from '../support/connection.js'
import { expectError, metadataOf, upload } from '../support/doors.js'
import { ServerProcess } from '../support/server-process.js'
import { ownServer, Suite } from '../support/suite.js'

/** Paths of the files that hold content. */
async function contentPaths({ dataDir }: Suite): Promise<string[]> {
  const entries = await readdir(join(dataDir, 'content'), { recursive: true, withFileTypes: true })
  return entries
    .filter((entry) => !entry.isDirectory())
    .map((entry) => join(entry.parentPath, entry.name))
}

/** Uploads a file and gives the path at which its content came to lie. */
async function uploadAndFind(suite: Suite, content: string | Buffer) {
  // What came before may be on its way to a file of its own.
  await suite.settled()
  const before = await contentPaths(suite)
  const file = await upload(suite.client, { content })
  await suite.settled()
  const [path = '', ...others] = (await contentPaths(suite)).filter(
    (name) => !before.includes(name)
  )
  expect(others).toEqual([])
  return { file, path }
}

/** The file is known and is said to be damaged, at every door that would serve it. */
async function expectMissing(suite: Suite, id: string, size: number): Promise<void> {
  for (const [path, door] of [
    [`/files/${id}`, 'files'],
    [`/file/download/${id}`, 'share'],
  ] as const) {
    expectError(await suite.client.get(path), door, 500, 'CONTENT_MISSING')
  }
  expect((await metadataOf(suite.client, id)).file_size).toBe(size)
  expect((await metadataOf(suite.client, id)).download_count).toBe(0)
  expect((await suite.list()).map((file) => file.file_id)).toContain(id)
  // That these are 500 is what was asked for.
  suite.client.takeMismatches()
}

describe('content that was damaged behind the back of the server', () => {
  // Errors in its log are what these tests provoke, so this is not the server that `useServer` looks after.
  let suite: Suite
  beforeAll(async () => {
    suite = await Suite.start()
  })
  afterEach(() => expect(suite.client.takeMismatches()).toEqual([]))
  afterAll(() => suite.dispose())

  // Gokapi deletes the metadata of a file whose bytes are missing; an unmounted disk then empties the store.
  test.each([
    ['is gone', (path: string) => rm(path)],
    ['is shorter than its record', (path: string) => truncate(path, 3)],
    ['is longer than its record', (path: string) => writeFile(path, 'precious and more')],
    [
      // filebrowser CVE-2026-54094 and dufs issue 670 followed such a link out of their folder.
      'is a symbolic link to a file of the same size',
      async (path: string) => {
        await writeFile(`${path}.elsewhere`, 'fakeword')
        await rm(path)
        await symlink(`${path}.elsewhere`, path)
      },
    ],
  ])(
    'and %s is 500 CONTENT_MISSING, never another 200, and its record stays',
    async (_title, harm) => {
      const { file, path } = await uploadAndFind(suite, 'precious')
      await harm(path)
      await expectMissing(suite, file.file_id, file.file_size)
      const other = await upload(suite.client, { content: 'another' })
      expect((await suite.client.get(`/files/${other.file_id}`)).text).toBe('another')
      expect((await suite.client.delete(`/files/${file.file_id}`)).status).toBe(200)
    }
  )

  test('and is gone at the next start is still 500 CONTENT_MISSING, and its record stays', async () => {
    const { file, path } = await uploadAndFind(suite, 'precious')
    await suite.server.stop()
    await rm(path)
    await suite.restart()
    await expectMissing(suite, file.file_id, file.file_size)
  })

  test('in the middle of a download breaks it: never a clean short answer', async () => {
    const size = 64 * 1024 * 1024
    const { file, path } = await uploadAndFind(suite, Buffer.alloc(size))
    const connection = await suite.client.open()
    await connection.send(requestHead('GET', `/files/${file.file_id}`, { Host: suite.client.host }))
    await connection.head()
    await truncate(path, size / 2)
    const outcome = await connection.take(size).catch((error: unknown) => error)
    expect(outcome).toBeInstanceOf(Error)
    if (!(outcome instanceof BrokenAnswer)) expect(outcome).toHaveProperty('code', 'ECONNRESET')
    expect((await metadataOf(suite.client, file.file_id)).download_count).toBe(0)
  })
})

describe('a data directory', () => {
  test('whose metadata is empty beside content is refused, not taken for a new one', async () => {
    const suite = await ownServer()
    await upload(suite.client, { content: 'still there' })
    await suite.server.stop()
    for (const name of await readdir(suite.dataDir)) {
      if (/^(metadata|journal)/.test(name)) await writeFile(join(suite.dataDir, name), '')
    }
    await expectRefused(suite)
  })

  test('whose metadata is gone beside content is refused, not taken for a new one', async () => {
    const suite = await ownServer()
    await upload(suite.client, { content: 'still there' })
    await suite.server.stop()
    for (const name of await readdir(suite.dataDir)) {
      if (/^(metadata|journal)/.test(name)) await rm(join(suite.dataDir, name))
    }
    await expectRefused(suite)
  })

  test('whose metadata was edited by hand is refused or read from what is whole', async () => {
    const suite = await ownServer()
    const file = await upload(suite.client, { content: 'still there' })
    await suite.server.stop()
    const path = join(suite.dataDir, 'metadata.json')
    const text = await readFile(path, 'utf8')
    expect(text).toContain(file.file_name)
    await writeFile(path, text.replace(file.file_name, 'other.txt'))
    await suite.restart().then(
      async () => expect(await metadataOf(suite.client, file.file_id)).toEqual(file),
      async () => expectRefused(suite)
    )
  })

  test('whose journal ends in bytes of a write that never finished starts with all that was acknowledged', async () => {
    const suite = await ownServer()
    const { file_id } = await upload(suite.client, { content: 'acknowledged' })
    await suite.server.kill()
    for (const name of await readdir(suite.dataDir)) {
      if (!/^journal/.test(name)) continue
      const path = join(suite.dataDir, name)
      // Without line feeds: several of them would be whole lines that are damaged, and not one that was torn.
      const half = randomBytes(40)
        .fill('x', 0, 9)
        .map((byte) => (byte === 0x0a ? 0x0b : byte))
      const torn = Buffer.concat([await readFile(path), half])
      await writeFile(path, Buffer.concat([torn.subarray(0, -1), Buffer.from('y')]))
    }
    await suite.restart()
    expect((await suite.client.get(`/files/${file_id}`)).text).toBe('acknowledged')
  })
})

/** The server says in one line why it does not start, and leaves the content alone. */
async function expectRefused(suite: Suite): Promise<void> {
  const before = await suite.contentFiles()
  const start = ServerProcess.launch({ DATA_DIR: suite.dataDir })
  const exit = await start.refused()
  expect(exit.code, start.output()).toBeGreaterThan(0)
  expect(start.log.filter((line) => line.msg === 'listening')).toEqual([])
  expect(start.output()).not.toMatch(/\n\s+at /)
  expect(await suite.contentFiles()).toEqual(before)
}
