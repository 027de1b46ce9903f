import { readdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { DeleteObjectCommand, ListObjectsV2Command } from '@aws-sdk/client-s3'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { admin, launch } from '../support/command.js'
import { recordsOf, startsOn, tempDir, useStore } from '../support/data-dir.js'
import {
  embedded,
  type Migrated,
  migrate,
  migrateJson,
  settingsFile,
} from '../support/migrations.js'
import type { Settings } from '../support/server.js'
import { ServerProcess } from '../support/server-process.js'
import { ownServer } from '../support/suite.js'
import type { FileView } from '../support/wire.js'
import { MongoServer } from './support/mongo-server.js'
import { PostgresServer } from './support/postgres-server.js'
import { type S3Kind, S3Server, s3Credentials } from './support/s3-server.js'

/** A database server, and the settings of a store that begins anew in it. */
const databases = {
  PostgreSQL: async () => {
    const server = await PostgresServer.start()
    const fresh = async (): Promise<Settings> => ({
      METADATA_STORE: 'postgres',
      POSTGRES_URL: server.url(await server.createDatabase()),
    })
    return { fresh, remove: () => server.remove() }
  },
  MongoDB: async () => {
    const server = await MongoServer.start()
    let made = 0
    const fresh = async (): Promise<Settings> => ({
      METADATA_STORE: 'mongodb',
      MONGODB_URL: server.url(),
      MONGODB_DATABASE: `migrated${++made}`,
    })
    return { fresh, remove: () => server.remove() }
  },
}

const many = Array.from({ length: 80 }, (_, i) => `${i} `.repeat(i * 100))
const large = Buffer.alloc(12 * 1024 * 1024, 'large')
const store = useStore([large, 'precious', '', ...many])

describe.each([
  ['PostgreSQL', 'versitygw'],
  ['MongoDB', 'MinIO'],
] as const)('filedrop admin migrate with %s and %s', { timeout: 180_000 }, (name, kind: S3Kind) => {
  let database: Awaited<ReturnType<(typeof databases)['PostgreSQL']>>
  let s3: S3Server
  let made = 0
  beforeAll(async () => {
    database = await databases[name]()
    s3 = await S3Server.start(kind)
  })
  afterAll(async () => {
    await s3?.stop()
    await database?.remove()
  })

  const bucket = async (): Promise<Settings> => {
    const settings = {
      ...s3Credentials,
      CONTENT_STORE: 's3',
      S3_ENDPOINT: s3.endpoint,
      S3_BUCKET: `migrated-${++made}`,
    }
    expect((await launch(settings, ['admin', 'create-bucket']).ended).code).toBe(0)
    return settings
  }
  const shared = async () => ({ ...(await database.fresh()), ...(await bucket()) })
  const objectsIn = async ({ S3_BUCKET: Bucket }: Settings) => {
    const { Contents = [] } = await s3.client().send(new ListObjectsV2Command({ Bucket }))
    return Contents.map(({ Key }) => Key)
  }
  const removeObject = async ({ S3_BUCKET: Bucket }: Settings, Key: string) => {
    await s3.client().send(new DeleteObjectCommand({ Bucket, Key }))
  }
  const whole = (count: number, copiedFiles = count) => ({
    code: 0,
    result: expect.objectContaining({ finished: true, files: count, copiedFiles, faults: [] }),
  })

  /** Beside what the stores warn of, there is one line that says why. */
  const refused = async (dataDir: string, to: Settings, code: number) => {
    const { stderr, ...outcome } = await migrate(embedded(dataDir), to)
    expect(outcome, stderr).toEqual({ code, stdout: '' })
    const reasons = stderr.split('\n').filter((line) => !line.startsWith('warn: '))
    expect(reasons).toEqual([expect.stringMatching(/./), ''])
    expect(stderr).not.toContain('secret')
  }

  test('moves a store there and back with equal records and digests, and a server runs on each', async () => {
    const { dataDir, files } = await store()
    const [there, further, back] = [await shared(), await shared(), await tempDir()]
    const count = files.length
    expect(await migrateJson(embedded(dataDir), there)).toEqual(whole(count))
    const objects = await objectsIn(there)
    expect(objects).toHaveLength(count + 1)
    expect(await migrateJson(there, further)).toEqual(whole(count))
    expect(await migrateJson(further, embedded(back))).toEqual(whole(count))
    expect(await objectsIn(there)).toEqual(objects)
    expect(await recordsOf(back)).toEqual(await recordsOf(dataDir))
    expect((await admin(back, 'verify', '--read-data')).code).toBe(0)
    expect(await startsOn(back)).toBe('starts')
    const suite = await ownServer(there)
    const { body } = await suite.client.get(`/files/${files[0]?.file_id}`)
    expect(body.equals(large)).toBe(true)
    expect((await suite.client.get('/files?limit=1000')).json<FileView[]>()).toHaveLength(count)
  })

  test.each([
    [
      'records alone in the database',
      async () => ({ ...(await database.fresh()), DATA_DIR: await tempDir() }),
    ],
    [
      'contents alone in the bucket',
      async () => ({ ...(await bucket()), DATA_DIR: await tempDir() }),
    ],
  ])('moves a store there and back with its %s', async (_title, place) => {
    const { dataDir, files } = await store()
    const [there, back] = [await place(), await tempDir()]
    expect(await migrateJson(embedded(dataDir), there)).toEqual(whole(files.length))
    expect(await migrateJson(there, embedded(back))).toEqual(whole(files.length))
    expect(await recordsOf(back)).toEqual(await recordsOf(dataDir))
    expect((await admin(back, 'verify', '--read-data')).code).toBe(0)
    const server = await ServerProcess.start(there.DATA_DIR, there)
    await server.stop()
  })

  test('that is killed goes on where it was, and no server starts on the target before', async () => {
    const { dataDir, files } = await store()
    const [there, back] = [await shared(), await tempDir()]
    const args = ['--from', await settingsFile(embedded(dataDir)), '--to']
    args.push(await settingsFile(there), '--json')
    const run = () => launch({}, ['admin', 'migrate', ...args])
    const { child, ended } = run()
    await expect
      .poll(async () => (await objectsIn(there)).length, { interval: 5 })
      .toBeGreaterThan(30)
    child.kill('SIGKILL')
    await ended
    const server = ServerProcess.launch({ ...there, DATA_DIR: await tempDir() })
    expect((await server.refused()).code).toBe(65)
    const early = await run().ended
    expect([early.code, early.stderr]).toEqual([75, expect.stringContaining('another migration')])
    // What was under way when it was killed has come to its end by now.
    const copied = (await objectsIn(there)).length - 1
    expect(copied).toBeLessThan(files.length)
    let last = early
    const again = async () => {
      last = await run().ended
      return last.code
    }
    await expect.poll(again, { interval: 1000, timeout: 60_000 }).toBe(0)
    const { files: moved, copiedFiles } = JSON.parse(last.stdout) as Migrated
    expect([moved, copiedFiles]).toEqual([files.length, files.length - copied])
    await refused(dataDir, there, 73)
    expect((await migrate(there, embedded(back))).code).toBe(0)
    expect(await recordsOf(back)).toEqual(await recordsOf(dataDir))
    expect((await admin(back, 'verify', '--read-data')).code).toBe(0)
  })

  test('names what is damaged on either side, and moves nothing of it', async () => {
    const { dataDir, files } = await store()
    const [there, back] = [await shared(), await tempDir()]
    const [, rotten = '', gone = ''] = files.map(({ file_id }) => file_id)
    await writeFile(join(dataDir, 'content', rotten), 'precioux')
    await rm(join(dataDir, 'content', gone))
    const first = await migrateJson(embedded(dataDir), there)
    expect([first.code, first.result.finished, first.result.files]).toEqual([
      1,
      false,
      files.length - 2,
    ])
    expect(first.result.faults.map(({ kind, record }) => [record.id, kind])).toEqual([
      [rotten, 'digest-differs'],
      [gone, 'content-missing'],
    ])
    expect(await objectsIn(there)).not.toEqual(expect.arrayContaining([rotten]))
    const second = await migrateJson(embedded(dataDir), there, '--accept-faults')
    expect([second.code, second.result.finished, second.result.copiedFiles]).toEqual([1, true, 0])
    const lost = files.at(-1)?.file_id ?? ''
    await removeObject(there, lost)
    const third = await migrateJson(there, embedded(back))
    expect([third.code, third.result.faults]).toEqual([
      1,
      [
        expect.objectContaining({
          kind: 'content-missing',
          record: expect.objectContaining({ id: lost }),
        }),
      ],
    ])
    expect(await startsOn(back)).toBe(65)
  })
  test('refuses a target that holds anything, in one line', async () => {
    const { dataDir } = await store()
    const used = await shared()
    const suite = await ownServer(used)
    await refused(dataDir, used, 73)
    await refused(dataDir, { ...used, ...(await database.fresh()) }, 73)
    await refused(dataDir, { ...used, ...(await bucket()) }, 73)
    await suite.server.stop()
    expect(await objectsIn(used)).toEqual(['store-id'])
    await refused(dataDir, { ...used, S3_BUCKET: 'nowhere' }, 69)
    await refused(dataDir, { ...used, S3_ENDPOINT: 'http://127.0.0.1:1' }, 69)
    const gone = {
      POSTGRES_URL: 'postgres://a:secret@127.0.0.1:1/x',
      MONGODB_URL: 'mongodb://a:secret@127.0.0.1:1/',
    }
    await refused(dataDir, { ...used, ...gone, METADATA_TIMEOUT: '500ms' }, 69)
    const empty = { ...(await bucket()), DATA_DIR: await tempDir() }
    await refused(dataDir, { ...empty, S3_BUCKET: 'nowhere' }, 69)
    expect(await readdir(empty.DATA_DIR)).toEqual([])
  })
})
