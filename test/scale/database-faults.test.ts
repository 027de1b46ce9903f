import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { databaseAt, databaseKinds } from '../real/support/database.js'
import { placeIn, type SharedStores, startStores } from '../real/support/shared-stores.js'
import { Toxiproxy } from '../real/support/toxiproxy.js'
import type { Answer } from '../support/answer.js'
import { Client, requestHead } from '../support/client.js'
import { metadataOf, uploadBy } from '../support/doors.js'
import { ServerProcess } from '../support/server-process.js'
import type { FileView } from '../support/wire.js'

const mebi = 1024 * 1024
const timeout = 1500
/** What a machine with other things to do may take beside the timeout. */
const slack = 2500

/** What may lie between a replica and its database, and whether calls go through it all the same. */
const lines = {
  latency: (proxy: Toxiproxy) =>
    proxy.add({ type: 'latency', stream: 'downstream', attributes: { latency: 200 } }),
  bandwidth: (proxy: Toxiproxy) =>
    proxy.add({ type: 'bandwidth', stream: 'downstream', attributes: { rate: 8 } }),
  reset: (proxy: Toxiproxy) =>
    proxy.add({ type: 'reset_peer', stream: 'downstream', attributes: { timeout: 0 } }),
  'black hole': async (proxy: Toxiproxy) => proxy.swallow(),
}
type Line = keyof typeof lines
const passable: readonly Line[] = ['latency', 'bandwidth']
const broken: readonly Line[] = ['reset', 'black hole']

describe.each(databaseKinds)('a replica whose line to %s is bad', (kind) => {
  let stores: SharedStores
  let proxy: Toxiproxy
  let server: ServerProcess
  let client: Client
  beforeAll(async () => {
    stores = await startStores({ database: kind, s3: 'versitygw' })
    proxy = await Toxiproxy.start(stores.database.port)
    const database = databaseAt(kind, proxy.port)
    const { settings } = placeIn(database, await stores.database.create(), stores.s3.endpoint)
    server = await ServerProcess.serve({ ...settings, METADATA_TIMEOUT: `${timeout}ms` })
    client = await Client.connect(server.port)
  })
  afterAll(async () => {
    await server.kill()
    await proxy.stop()
    await stores.remove()
  })
  afterEach(async () => {
    client.closeAll()
    await heal()
    expect(client.takeMismatches().join('\n')).toBe('')
  })

  /** The line is good again, and so is the service, by itself. */
  async function heal(): Promise<void> {
    await proxy.clear()
    await expect.poll(async () => (await client.get('/readyz')).status).toBe(200)
  }

  /** An answer that comes within the timeout. */
  async function inTime<T>(answer: Promise<T>): Promise<T> {
    const start = performance.now()
    const result = await answer
    expect(performance.now() - start).toBeLessThan(timeout + slack)
    return result
  }

  function expectOutage(answer: Answer): void {
    expect(answer.status, answer.text).toBe(503)
    expect(answer.get('retry-after')).toBeDefined()
    expect(['STORE_UNAVAILABLE', 'DURABILITY_UNKNOWN']).toContain(answer.json().code)
  }

  async function expectNamed(): Promise<void> {
    const ready = await inTime(client.get('/readyz'))
    expect(ready.status).toBe(503)
    expect(ready.json<{ checks: object[] }>().checks).toContainEqual(
      expect.objectContaining({ name: 'metadata', status: 'failed' })
    )
  }

  const list = async () => (await client.get('/files')).json<FileView[]>()

  /** An upload of which a half is sent, and what sends the other one and waits for the answer. */
  async function halfUpload(body: Buffer) {
    const connection = await client.open()
    const half = body.length / 2
    const head = requestHead('POST', '/files/upload?name=half.bin', {
      Host: client.host,
      'Content-Type': 'image/png',
      'Content-Length': String(body.length),
    })
    await connection.send(head)
    await connection.send(body.subarray(0, half))
    return async () => {
      void connection.send(body.subarray(half))
      const answer = await connection.answer('POST')
      client.check('POST', '/files/upload', answer)
      return answer
    }
  }

  describe.each(passable)('in %s', (line) => {
    test('an upload, a download and a change go through it', async () => {
      const body = Buffer.alloc(2 * mebi, 'slow ')
      const finish = await halfUpload(body)
      await lines[line](proxy)
      const answer = await finish()
      expect(answer.status, answer.text).toBe(201)
      const path = `/files/${answer.json<FileView>().file_id}`
      expect((await client.get(path)).body.equals(body)).toBe(true)
      expect((await client.sendJson('PUT', path, { file_name: 'slow' })).status).toBe(200)
      expect((await client.delete(path)).status).toBe(200)
    })
  })

  describe.each(broken)('by a %s', (line) => {
    test('an upload that is under way gets 503 in time and is whole or not there', async () => {
      const before = await list()
      const body = Buffer.alloc(2 * mebi, 'cut off ')
      const finish = await halfUpload(body)
      await lines[line](proxy)
      expectOutage(await inTime(finish()))
      await expectNamed()
      await heal()
      const after = await list()
      expect(after.length - before.length).toBeLessThanOrEqual(1)
      for (const { file_id } of after.slice(0, after.length - before.length)) {
        expect((await client.get(`/files/${file_id}`)).body.equals(body)).toBe(true)
      }
      expect((await (await halfUpload(body))()).status).toBe(201)
    })

    test('a download that is under way comes whole in time, counted or not', async () => {
      const content = Buffer.alloc(24 * mebi, 'counted ')
      const id = await uploadBy(client, 'files', { content })
      const connection = await client.open()
      await connection.send(requestHead('GET', `/files/${id}`, { Host: client.host }))
      expect((await connection.head()).status).toBe(200)
      await connection.take(mebi)
      await lines[line](proxy)
      const rest = await inTime(connection.take(content.length - mebi))
      expect(rest.equals(content.subarray(mebi))).toBe(true)
      await heal()
      expect((await metadataOf(client, id)).download_count).toBeLessThanOrEqual(1)
      expect((await client.get(`/files/${id}`)).body.equals(content)).toBe(true)
    })

    test('a change whose commit is under way is made or not made, and nothing between', async () => {
      const id = await uploadBy(client, 'files', { content: 'changed', name: 'old' })
      const path = `/files/${id}`
      // Long enough for the statement to be on its way when the line breaks.
      await proxy.add({ type: 'latency', stream: 'downstream', attributes: { latency: 400 } })
      const changes = [
        () => client.sendJson('PUT', path, { file_name: 'new' }),
        () => client.request('PUT', `${path}/content`, { body: 'replaced', headers: type }),
        () => client.get(`${path}/metadata`),
        () => client.delete(path),
      ]
      const answers = changes.map((send) => inTime(send()))
      await new Promise((resolve) => setTimeout(resolve, 200))
      await lines[line](proxy)
      const [rename, replace, look, remove] = await Promise.all(answers)
      for (const answer of [rename, replace, look, remove]) if (answer) expectOutage(answer)
      await heal()
      const now = await client.get(path)
      if (now.status === 404) return
      const { file_size, file_name } = (await client.get(`${path}/metadata`)).json<FileView>()
      expect([now.status, now.body.length]).toEqual([200, file_size])
      expect(['changed', 'replaced']).toContain(now.text)
      expect(['old', 'new']).toContain(file_name)
    })

    test('nothing that is asked for meanwhile waits longer than the timeout', async () => {
      const id = await uploadBy(client, 'files', { content: 'asked for' })
      await lines[line](proxy)
      const answers = await inTime(
        Promise.all([
          client.get(`/files/${id}`),
          client.get(`/files/${id}/metadata`),
          client.get('/files?limit=1'),
          client.delete(`/files/${id}`),
          client.sendJson('PUT', `/files/${id}`, { file_name: 'x' }),
          client.request('POST', '/files/upload?name=a', { body: 'a', headers: type }),
        ])
      )
      for (const answer of answers) expectOutage(answer)
      await expectNamed()
    })
  })
})

const type = { 'Content-Type': 'image/png' }
