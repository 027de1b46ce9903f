import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { launch } from '../support/command.js'
import type { Settings } from '../support/server.js'
import { ServerProcess } from '../support/server-process.js'
import { ownServer } from '../support/suite.js'
import { makeTempDir, removeDir } from '../support/temp-dir.js'
import { askForUpload } from '../support/tus.js'
import { S3Server, s3Credentials, s3Kinds } from './support/s3-server.js'

describe.each(s3Kinds)('a server with its contents in %s', (kind) => {
  let s3: S3Server
  let settings: Settings
  beforeAll(async () => {
    s3 = await S3Server.start(kind)
    settings = {
      ...s3Credentials,
      CONTENT_STORE: 's3',
      S3_ENDPOINT: s3.endpoint,
      S3_BUCKET: 'service',
      S3_TIMEOUT: '2s',
    }
  })
  afterAll(() => s3.stop())

  /** How a start ends that is meant to fail. */
  async function refusal(
    more: Settings
  ): Promise<{ code: number | null; lines: readonly string[] }> {
    const dataDir = await makeTempDir()
    onTestFinished(() => removeDir(dataDir))
    const server = ServerProcess.launch({ DATA_DIR: dataDir, ...settings, ...more })
    const { code } = await server.refused()
    return { code, lines: server.output().split('\n') }
  }

  const createBucket = (...args: string[]) =>
    launch(settings, ['admin', 'create-bucket', ...args]).ended

  test('does not start without the bucket, and says which command makes it', async () => {
    const { code, lines } = await refusal({ S3_BUCKET: 'nowhere' })
    expect([code, lines]).toEqual([69, [expect.stringContaining('admin create-bucket')]])
  })

  test('has a command that makes the bucket, and says the next time that it is there', async () => {
    expect(await createBucket()).toMatchObject({ code: 0, stdout: 'Made the bucket service\n' })
    expect(await createBucket()).toMatchObject({
      code: 0,
      stdout: 'There is already a bucket service\n',
    })
    const { stdout } = await createBucket('--json')
    expect(JSON.parse(stdout)).toEqual({ bucket: 'service', region: 'us-east-1', created: false })
  })

  test.each([
    ['credentials', { AWS_SECRET_ACCESS_KEY: 'wrong' }, /credentials are wrong/],
    ['an address', { S3_ENDPOINT: 'http://127.0.0.1:1' }, /ECONNREFUSED/],
  ])('does not start with %s that are wrong, in one line', async (_, wrong, reason) => {
    const { code, lines } = await refusal(wrong)
    expect([code, lines]).toEqual([69, [expect.stringMatching(reason)]])
  })

  test('keeps what it is given over a restart, and nothing in its data directory', async () => {
    await createBucket()
    const suite = await ownServer(settings)
    const bytes = Buffer.alloc(11 * 1024 * 1024, 'some bytes ')
    const upload = async (body: Buffer) => {
      const headers = { 'Content-Type': 'text/plain' }
      const { client } = suite
      const answer = await client.request('POST', '/files/upload?name=a.txt', { body, headers })
      expect(answer.status, answer.text).toBe(201)
      return `/files/${answer.json<{ file_id: string }>().file_id}`
    }
    const [large, small, empty] = [
      await upload(bytes),
      await upload(Buffer.from('small')),
      await upload(Buffer.alloc(0)),
    ]
    await suite.server.stop()
    await suite.restart(settings)
    const { client } = suite
    expect((await client.get(large)).body.equals(bytes)).toBe(true)
    expect((await client.get(small)).text).toBe('small')
    expect((await client.get(empty)).body).toHaveLength(0)
    const part = await client.get(large, { Range: 'bytes=5242879-5242881' })
    expect([part.status, part.text]).toEqual([206, bytes.subarray(5242879, 5242882).toString()])
    expect(await suite.contentFiles()).toEqual([])
    expect((await askForUpload(client, { 'Upload-Length': '1' })).status).toBe(404)
    expect((await client.delete(large)).status).toBe(200)
    expect((await client.get(large)).status).toBe(404)
  })
})

test('a service that is gone is 503, and readiness names the contents', async () => {
  const s3 = await S3Server.start('versitygw')
  const settings = {
    ...s3Credentials,
    CONTENT_STORE: 's3',
    S3_ENDPOINT: s3.endpoint,
    S3_BUCKET: 'service',
    S3_TIMEOUT: '1s',
  }
  expect((await launch(settings, ['admin', 'create-bucket']).ended).code).toBe(0)
  const { client } = await ownServer(settings)
  expect((await client.get('/readyz')).status).toBe(200)
  await s3.stop()
  const start = performance.now()
  const upload = await client.request('POST', '/files/upload?name=a', { body: Buffer.from('a') })
  expect(performance.now() - start).toBeLessThan(5000)
  expect([upload.status, upload.json<{ code: string }>().code]).toEqual([503, 'STORE_UNAVAILABLE'])
  expect(upload.get('retry-after')).toBeDefined()
  const ready = await client.get('/readyz')
  expect(ready.status).toBe(503)
  expect(ready.json<{ checks: object[] }>().checks).toContainEqual(
    expect.objectContaining({ name: 'contents', status: 'failed' })
  )
})

test('commands that need all of a store in the data directory refuse', async () => {
  const bucket = { CONTENT_STORE: 's3', S3_BUCKET: 'service' }
  const database = { METADATA_STORE: 'postgres', POSTGRES_URL: 'postgres://host/database' }
  for (const command of ['verify', 'repair', 'stats']) {
    const inBucket = await launch({ ...bucket, DATA_DIR: '/nowhere' }, ['admin', command]).ended
    expect([inBucket.code, inBucket.stderr]).toEqual([
      78,
      expect.stringMatching(/^CONTENT_STORE: /),
    ])
    const inDatabase = await launch({ ...database, DATA_DIR: '/nowhere' }, ['admin', command]).ended
    expect([inDatabase.code, inDatabase.stderr]).toEqual([
      78,
      expect.stringMatching(/^METADATA_STORE: /),
    ])
  }
})
