import { ListObjectsV2Command } from '@aws-sdk/client-s3'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import type { Client } from '../support/client.js'
import { launch } from '../support/command.js'
import type { Settings } from '../support/server.js'
import { ServerProcess } from '../support/server-process.js'
import { ownServer } from '../support/suite.js'
import { filesBelow, makeTempDir, removeDir } from '../support/temp-dir.js'
import { askForUpload } from '../support/tus.js'
import type { FileView } from '../support/wire.js'
import { type DatabaseServer, databaseKinds, startDatabase } from './support/database.js'
import { S3Server, s3Credentials } from './support/s3-server.js'

async function put(client: Client, body: string | Buffer, path = '/files/upload?name=a.txt') {
  const headers = { 'Content-Type': 'text/plain' }
  const method = path.startsWith('/files/upload') ? 'POST' : 'PUT'
  const answer = await client.request(method, path, { body: Buffer.from(body), headers })
  expect(answer.status, answer.text).toBeLessThan(300)
  return answer.json<FileView>()
}

describe.each(databaseKinds)('two replicas on %s and S3', (kind) => {
  let database: DatabaseServer
  let s3: S3Server
  let settings: Settings
  beforeAll(async () => {
    database = await startDatabase(kind)
    s3 = await S3Server.start('versitygw')
    settings = {
      ...database.settings(await database.create()),
      ...s3Credentials,
      METADATA_TIMEOUT: '2s',
      CONTENT_STORE: 's3',
      S3_ENDPOINT: s3.endpoint,
      S3_BUCKET: 'replicas',
      S3_TIMEOUT: '5s',
    }
    expect((await launch(settings, ['admin', 'create-bucket']).ended).code).toBe(0)
  })
  afterAll(async () => {
    await s3.stop()
    await database.remove()
  })

  const objects = async () => {
    const { Contents = [] } = await s3
      .client()
      .send(new ListObjectsV2Command({ Bucket: 'replicas' }))
    return Contents.map(({ Key }) => Key).filter((name) => name !== 'store-id')
  }
  const pair = async () => [await ownServer(settings), await ownServer(settings)] as const

  test('see at once what the other one did, and keep nothing on their disks', async () => {
    const [a, b] = await pair()
    const { file_id: id } = await put(a.client, 'first')
    expect((await b.client.get(`/files/${id}`)).text).toBe('first')
    await put(b.client, 'second', `/files/${id}`)
    expect((await a.client.get(`/files/${id}`)).text).toBe('second')
    const { download_count, revision } = (
      await a.client.get(`/files/${id}/metadata`)
    ).json<FileView>()
    expect({ download_count, revision }).toEqual({ download_count: 2, revision: 2 })
    expect((await b.client.delete(`/files/${id}`)).status).toBe(200)
    expect((await a.client.get(`/files/${id}`)).status).toBe(404)
    expect(await a.list()).toEqual([])
    await expect.poll(objects).toEqual([])
    expect([...(await filesBelow(a.dataDir)), ...(await filesBelow(b.dataDir))]).toEqual([])
  })

  test('count 1,000 downloads of one file as 1,000', async () => {
    const [a, b] = await pair()
    const { file_id: id } = await put(a.client, 'counted')
    const downloads = async (client: Client) => {
      for (let i = 0; i < 50; i++) {
        const answers = Array.from({ length: 10 }, () => client.get(`/files/${id}`))
        for (const { status } of await Promise.all(answers)) expect(status).toBe(200)
      }
    }
    await Promise.all([downloads(a.client), downloads(b.client)])
    const { download_count } = (await b.client.get(`/files/${id}/metadata`)).json<FileView>()
    expect(download_count).toBe(1000)
  })

  test('let one of two changes under one condition win', async () => {
    const [a, b] = await pair()
    const { file_id: id } = await put(a.client, 'contested')
    const etag = (await a.client.get(`/files/${id}/metadata`)).get('etag') as string
    const change = ({ client }: { client: Client }, body: string) =>
      client.request('PUT', `/files/${id}`, {
        body: Buffer.from(body),
        headers: { 'Content-Type': 'text/plain', 'If-Match': etag },
      })
    const answers = await Promise.all([change(a, 'by a'), change(b, 'by b')])
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 412])
    const winner = answers[0]?.status === 200 ? 'by a' : 'by b'
    expect((await b.client.get(`/files/${id}`)).text).toBe(winner)
  })

  test('lose nothing that was acknowledged when one is killed under its writers', async () => {
    const [a, b] = await pair()
    const stored = new Map<string, string>()
    let isOver = false
    const write = async (n: number) => {
      for (let i = 0; !isOver; i++) {
        const body = `${n} ${i}`
        const file = await put(a.client, body).catch(() => undefined)
        if (file) stored.set(file.file_id, body)
      }
    }
    const writers = Array.from({ length: 8 }, (_, n) => write(n))
    await expect.poll(() => stored.size).toBeGreaterThan(40)
    await a.server.kill()
    isOver = true
    await Promise.all(writers)
    for (const [id, body] of stored) expect((await b.client.get(`/files/${id}`)).text).toBe(body)
    const listed = await b.list()
    for (const { file_id } of listed) {
      expect((await b.client.get(`/files/${file_id}`)).status).toBe(200)
    }
  })

  const refused = async (wrong: Settings) => {
    const server = ServerProcess.launch({ ...settings, ...wrong })
    const { code } = await server.refused()
    const reasons = server
      .output()
      .split('\n')
      .filter((line) => !line.startsWith('{'))
    expect([code, reasons]).toEqual([65, [expect.stringContaining('store-id')]])
  }

  test('refuse the bucket of another database, in one line and with exit 65', async () => {
    await pair()
    await refused(database.settings(await database.create()))
  })

  test.each([
    ['a prefix', { S3_PREFIX: 'misspelt' }],
    ['a directory', { CONTENT_STORE: 'directory' }],
  ])('refuse %s that their files are not in', async (_, wrong) => {
    const [a] = await pair()
    await put(a.client, 'where it belongs')
    await refused(wrong)
  })

  test('are 503 while the database is away, and say which part of them failed', async () => {
    const own = await startDatabase(kind)
    onTestFinished(() => own.remove())
    const { client } = await ownServer({
      ...settings,
      ...own.settings(await own.create()),
      S3_PREFIX: 'own',
      METADATA_TIMEOUT: '3s',
    })
    await own.crash()
    const start = performance.now()
    const answer = await client.get('/files/abcdefghijklmnopqrstu')
    expect(performance.now() - start).toBeLessThan(10_000)
    expect([answer.status, answer.json<{ code: string }>().code]).toEqual([
      503,
      'STORE_UNAVAILABLE',
    ])
    expect(answer.get('retry-after')).toBeDefined()
    const ready = await client.get('/readyz')
    expect(ready.status).toBe(503)
    expect(ready.json<{ checks: object[] }>().checks).toContainEqual(
      expect.objectContaining({ name: 'metadata', status: 'failed' })
    )
  })

  test('with their contents in a directory keep what they had over a kill, and have no tus', async () => {
    const own = database.settings(await database.create())
    const mixed = { ...own, METADATA_TIMEOUT: '2s' }
    const suite = await ownServer(mixed)
    const { file_id: id } = await put(suite.client, 'in a directory')
    const { file_id: gone } = await put(suite.client, 'deleted')
    expect((await suite.client.delete(`/files/${gone}`)).status).toBe(200)
    expect((await askForUpload(suite.client, { 'Upload-Length': '1' })).status).toBe(404)
    await suite.server.kill()
    await suite.restart(mixed)
    expect((await suite.client.get(`/files/${id}`)).text).toBe('in a directory')
    expect(await suite.list()).toHaveLength(1)
  })
})

test.each([
  [{ METADATA_STORE: 'postgres', POSTGRES_URL: 'postgres://nobody:secret@127.0.0.1:1/none' }],
  [{ METADATA_STORE: 'mongodb', MONGODB_URL: 'mongodb://127.0.0.1:1/' }],
])('a database that cannot be reached is one line and exit 69: %j', async (settings) => {
  const dataDir = await makeTempDir()
  onTestFinished(() => removeDir(dataDir))
  const server = ServerProcess.launch({ DATA_DIR: dataDir, METADATA_TIMEOUT: '500ms', ...settings })
  const { code } = await server.refused()
  expect([code, server.output().split('\n')]).toEqual([69, [expect.any(String)]])
  expect(server.output()).not.toContain('secret')
})
