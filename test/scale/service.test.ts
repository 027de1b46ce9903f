import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { env } from 'node:process'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { requestHead } from '../support/client.js'
import { metadataOf, uploadBy } from '../support/doors.js'
import type { FileView } from '../support/wire.js'
import { bothServe } from './support/both-serve.js'
import { type Cluster, startCluster } from './support/cluster.js'
import { replicaBehind } from './support/replica-behind.js'

const mebi = 1024 * 1024
const seeds = fileURLToPath(new URL('../seeds/run.sh', import.meta.url))

let cluster: Cluster
beforeAll(async () => {
  cluster = await startCluster()
})
afterAll(() => cluster.remove())
beforeEach(async () => {
  await cluster.service.restart()
  await bothServe(cluster)
})

test('the clients of the four documents find what these say', async () => {
  const url = `http://127.0.0.1:${cluster.service.port}`
  const child = spawn('bash', [seeds], { env: { ...env, FILEDROP_URL: url } })
  const output = Promise.all([child.stdout.toArray(), child.stderr.toArray()])
  const [code] = await once(child, 'close')
  expect(code, (await output).flat().join('')).toBe(0)
})

test('1,000 downloads of one file through both replicas are 1,000', async () => {
  const { client, service } = cluster
  const id = await uploadBy(client, 'files', { content: 'counted' })
  const lane = async () => {
    for (let i = 0; i < 50; i++) expect((await client.get(`/files/${id}`)).status).toBe(200)
  }
  await Promise.all(Array.from({ length: 20 }, lane))
  expect((await metadataOf(client, id)).download_count).toBe(1000)
  const requests = () =>
    service.replicas.map(({ log }) => log.filter(({ msg }) => msg === 'request').length)
  await expect.poll(() => Math.min(...requests())).toBeGreaterThan(100)
})

describe('when its replica is killed', () => {
  test('an upload breaks, leaves no file, and is done when it is sent again', async () => {
    const { client } = cluster
    const before = (await client.get('/files')).json<FileView[]>().length
    const body = Buffer.alloc(24 * mebi, 'upload ')
    const head = requestHead('POST', '/files/upload?name=sent-twice.bin', {
      Host: client.host,
      'Content-Type': 'image/png',
      'Content-Length': String(body.length),
    })
    const connection = await client.open()
    const replica = await replicaBehind(cluster, async () => {
      await connection.send(head)
      await connection.send(body.subarray(0, 12 * mebi))
    })
    await replica.kill()
    void connection.send(body.subarray(12 * mebi))
    expect((await connection.head()).status).toBe(502)
    connection.close()
    const id = await uploadBy(client, 'files', { content: body, name: 'sent-twice.bin' })
    expect((await client.get(`/files/${id}`)).body.equals(body)).toBe(true)
    expect((await client.get('/files')).json<FileView[]>()).toHaveLength(before + 1)
  })

  test('a download breaks, and its client gets the rest from the other one', async () => {
    const { client } = cluster
    const content = Buffer.alloc(48 * mebi, 'download ')
    const id = await uploadBy(client, 'files', { content, name: 'broken.bin' })
    const connection = await client.open()
    const replica = await replicaBehind(cluster, async () => {
      await connection.send(requestHead('GET', `/files/${id}`, { Host: client.host }))
    })
    const head = await connection.head()
    expect(head.status).toBe(200)
    const first = await connection.take(mebi)
    await replica.kill()
    await expect(connection.take(content.length - mebi)).rejects.toThrow()
    connection.close()
    const etag = (await client.head(`/files/${id}`)).get('etag') as string
    const rest = await client.get(`/files/${id}`, {
      Range: `bytes=${first.length}-`,
      'If-Range': etag,
    })
    expect(rest.status).toBe(206)
    expect(Buffer.concat([first, rest.body]).equals(content)).toBe(true)
    expect((await metadataOf(client, id)).download_count).toBe(1)
  })
})
