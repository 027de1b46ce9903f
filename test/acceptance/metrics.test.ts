import { randomBytes } from 'node:crypto'
import { env } from 'node:process'
import { describe, expect, test } from 'vitest'
import { requestHead } from '../support/client.js'
import { formEntries, upload, uploadBy, uploadForms } from '../support/doors.js'
import { Figures } from '../support/figures.js'
import { filePart } from '../support/multipart.js'
import { leftOut } from '../support/stand.js'
import { useServer } from '../support/suite.js'

const suite = useServer({}, {}, { direct: 'a replica counts its own' })
const figures = () => Figures.of(suite.current.client)

const requests = 'filedrop_http_requests_total'
const received = 'filedrop_http_received_bytes_total'
const sent = 'filedrop_http_sent_bytes_total'
const durations = 'filedrop_http_request_duration_seconds_count'

/** By how much each of these series grows while something is done. A request is counted when its connection hears. */
async function growth<T extends Record<string, readonly [string, Record<string, string>]>>(
  series: T,
  action: () => Promise<unknown>,
  done: (grown: Record<keyof T, number>) => boolean
): Promise<Record<keyof T, number>> {
  const before = await figures()
  await action()
  let grown = {} as Record<keyof T, number>
  const look = async () => {
    const after = await figures()
    const rows = Object.entries(series).map(([key, [name, labels]]) => [
      key,
      after.sum(name, labels) - before.sum(name, labels),
    ])
    grown = Object.fromEntries(rows)
    return done(grown)
  }
  await expect.poll(look, { timeout: 8000 }).toBe(true)
  return grown
}

describe('GET /metrics', () => {
  test('is the text format of Prometheus, and HEAD has its headers alone', async () => {
    const { client } = suite.current
    const [get, head] = [await client.get('/metrics'), await client.head('/metrics')]
    for (const answer of [get, head]) {
      expect(answer.status).toBe(200)
      expect(answer.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8')
    }
    expect(head.body).toHaveLength(0)
    expect(Number(head.get('content-length'))).toBeGreaterThan(1000)
    expect(get.text).toMatch(/^# HELP filedrop_\w+ \w.*\n# TYPE filedrop_\w+ \w+\n/m)
  })

  test('has no series twice, and a number for each', async () => {
    const { series, samples } = await figures()
    expect(new Set(series).size).toBe(series.length)
    for (const { name, value } of samples) expect(value, name).toBeGreaterThanOrEqual(0)
  })

  test('says which version runs, and what the process takes', async () => {
    const all = await figures()
    const { openapi } = suite.current.client.document
    const { version } = (openapi as unknown as { info: { version: string } }).info
    expect(all.sum('filedrop_build_info', { version })).toBe(1)
    expect(all.sum('process_cpu_seconds_total')).toBeGreaterThan(0)
    expect(all.sum('process_resident_memory_bytes')).toBeGreaterThan(10_000_000)
    const age = Date.now() / 1000 - all.sum('process_start_time_seconds')
    expect(age).toBeGreaterThan(0)
    expect(age).toBeLessThan(3600)
    const [p50, p99, max] = ['p50', 'p99', 'max'].map((which) =>
      all.sum(`nodejs_eventloop_lag_${which}_seconds`)
    ) as [number, number, number]
    expect(p50).toBeLessThanOrEqual(p99)
    expect(p99).toBeLessThanOrEqual(max)
  })
})

describe('requests', () => {
  test.each([
    ['an upload', 'POST', '/files/upload?name=a.txt', '201', 'filesUpload'],
    ['a file that is not there', 'GET', '/files/nothing', '404', 'filesDownload'],
    ['a HEAD', 'HEAD', '/files', '200', 'filesList'],
    ['a parameter that is wrong', 'GET', '/files?limit=0', '400', 'filesList'],
    ['a path that is not known', 'GET', '/no/such/path', '404', 'unknown'],
    ['a method that a path does not have', 'PUT', '/livez', '405', 'methodNotAllowed'],
    ['the page of the document', 'GET', '/docs', '200', 'systemDocs'],
    ['an asset of the page', 'GET', '/docs/static/swagger-ui.css', '200', 'systemDocs'],
    ['a probe', 'GET', '/livez', '200', 'systemLive'],
  ])('are counted once each: %s', async (_title, method, path, status, operation) => {
    const { client } = suite.current
    const options =
      method === 'POST' ? { headers: { 'Content-Type': 'text/plain' }, body: 'text' } : {}
    const statusClass = `${status.charAt(0)}xx`
    const grown = await growth(
      {
        counted: [requests, { operation, method, status }],
        timed: [durations, { operation, status_class: statusClass }],
        all: [requests, { operation }],
      },
      async () => {
        expect((await client.request(method, path, options)).status).toBe(Number(status))
      },
      ({ timed }) => timed > 0
    )
    expect(grown).toEqual({ counted: 1, timed: 1, all: 1 })
  })

  test('of methods that nobody uses are counted under one name', async () => {
    const { client } = suite.current
    const grown = await growth(
      { other: [requests, { operation: 'methodNotAllowed', method: 'other', status: '405' }] },
      async () => {
        for (const method of ['PROPFIND', 'LOCK', 'TRACE']) await client.request(method, '/files')
      },
      ({ other }) => other >= 3
    )
    expect(grown).toEqual({ other: 3 })
  })

  test('that the parser refuses are counted, each with the status it got', async () => {
    const { client } = suite.current
    const send = async (text: string) => {
      const connection = await client.open()
      await connection.send(text)
      const { status } = await connection.answer()
      connection.close()
      return status
    }
    const unparsable = (status: string) =>
      [requests, { operation: 'unparsable', method: 'other', status }] as const
    const grown = await growth(
      {
        malformed: unparsable('400'),
        tooLarge: unparsable('431'),
        unknown: unparsable('501'),
        bytes: [received, { operation: 'unparsable' }],
      },
      async () => {
        expect(await send('GET / HTTP/x\r\n\r\n')).toBe(400)
        expect(await send(`GET / HTTP/1.1\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`)).toBe(431)
        expect(await send('BREW /pot HTTP/1.1\r\n\r\n')).toBe(501)
      },
      ({ bytes }) => bytes > 16_000
    )
    expect(grown).toMatchObject({ malformed: 1, tooLarge: 1, unknown: 1 })
  })
})

describe('bytes', () => {
  test('are those of the connection: no fewer than the content, and few more', async () => {
    const { client } = suite.current
    const content = randomBytes(1_000_000)
    const grown = await growth(
      {
        up: [received, { operation: 'filesUpload' }],
        down: [sent, { operation: 'filesDownload' }],
      },
      async () => {
        const id = await uploadBy(client, 'files', { content })
        expect((await client.get(`/files/${id}`)).body).toHaveLength(1_000_000)
      },
      ({ up, down }) => up >= 1_000_000 && down >= 1_000_000
    )
    expect(grown.up).toBeLessThan(1_002_000)
    expect(grown.down).toBeLessThan(1_002_000)
  })

  test('of several requests on one connection each go to their operation', async () => {
    const { client } = suite.current
    const host = { Host: client.host }
    const upload = { ...host, 'Content-Type': 'image/png', 'Content-Length': '100000' }
    const grown = await growth(
      {
        up: [received, { operation: 'filesUpload' }],
        list: [received, { operation: 'filesList' }],
      },
      async () => {
        const connection = await client.open()
        await connection.send(requestHead('GET', '/files', host))
        await connection.answer()
        await connection.send(requestHead('POST', '/files/upload', upload))
        await connection.send(Buffer.alloc(100_000))
        await connection.answer()
        await connection.send(requestHead('GET', '/files', host))
        await connection.answer()
        connection.close()
      },
      ({ up, list }) => up >= 100_000 && list > 50
    )
    expect(grown.up).toBeLessThan(101_000)
    expect(grown.list).toBeLessThan(1000)
  })

  test('move while a transfer still runs', async () => {
    const { client } = suite.current
    const connection = await client.open()
    const headers = { Host: client.host, 'Content-Type': 'image/png', 'Content-Length': '2000000' }
    const grown = await growth(
      { up: [received, { operation: 'filesUpload' }] },
      async () => {
        await connection.send(requestHead('POST', '/files/upload', headers))
        await connection.send(Buffer.alloc(1_000_000))
      },
      ({ up }) => up >= 1_000_000
    )
    expect(grown.up).toBeLessThan(1_001_000)
    await connection.send(Buffer.alloc(1_000_000))
    expect((await connection.answer('POST')).status).toBe(201)
    connection.close()
  })
})

describe('the store', () => {
  const held = async () => {
    const all = await figures()
    return { files: all.sum('filedrop_store_files'), bytes: all.sum('filedrop_store_bytes') }
  }
  const listed = async () => {
    const list = await suite.current.list()
    return { files: list.length, bytes: list.reduce((sum, file) => sum + file.file_size, 0) }
  }

  const sumsLater = env.SCALE_METADATA === 'mongodb' && leftOut('MongoDB sums up every 15 s')
  test.skipIf(sumsLater)('holds what the list says, through all changes', async () => {
    const { client } = suite.current
    const ids: string[] = []
    for (const { door } of uploadForms) {
      ids.push(await uploadBy(client, door, { content: randomBytes(1000) }))
      expect(await held()).toEqual(await listed())
    }
    for (const entry of formEntries.filter(({ replaces }) => replaces)) {
      const parts = [filePart(randomBytes(5000), { filename: 'b.bin' })]
      expect(
        (await client.sendForm(entry.method, entry.path(ids[0] as string), parts)).status
      ).toBe(200)
    }
    const replaced = await held()
    expect(replaced).toEqual(await listed())
    await client.delete(`/files/${ids[0]}`)
    expect(await held()).toEqual({ files: replaced.files - 1, bytes: replaced.bytes - 5000 })
  })

  test.skipIf(leftOut('a bucket has no end'))('says how much room is left', async () => {
    const room = (await figures()).sum('filedrop_store_free_bytes')
    expect(room).toBeGreaterThan(0)
    expect(Number.isInteger(room)).toBe(true)
  })

  test.skipIf(leftOut('there is no disk'))('tells what each write took on the disk', async () => {
    const { client } = suite.current
    // Files that other tests left to be made would be told as well.
    await suite.current.settled()
    const count = (name: string) => [`filedrop_${name}_count`, {}] as const
    const grown = await growth(
      {
        append: count('journal_append_duration_seconds'),
        sync: count('journal_sync_duration_seconds'),
        batches: count('journal_batch_changes'),
        changes: ['filedrop_journal_batch_changes_sum', {}],
        content: count('content_sync_duration_seconds'),
        directory: count('content_directory_sync_duration_seconds'),
      },
      async () => {
        // Large enough for a file of its own at once.
        for (let i = 0; i < 3; i++) await upload(client, { content: Buffer.alloc(70_000, i) })
      },
      () => true
    )
    expect(grown).toMatchObject({ append: 3, batches: 3, changes: 3, content: 3, directory: 3 })
    expect(grown.sync).toBeGreaterThanOrEqual(3)
  })
})

describe('labels', () => {
  test('are no more after hundreds of requests for ids and paths that nobody knows', {
    timeout: 30_000,
  }, async () => {
    const { client } = suite.current
    const name = `secret-${randomBytes(8).toString('hex')}`
    const ids: string[] = []
    const round = async () => {
      const id = await uploadBy(client, 'named', { name: `${name}.txt` })
      ids.push(id)
      for (const path of [
        `/files/${id}`,
        `/files/${id}/metadata`,
        `/uploads/${name}.txt`,
        `/files/${randomBytes(15).toString('base64url')}`,
        `/uploads/${randomBytes(9).toString('hex')}.png`,
        `/${randomBytes(9).toString('hex')}/${name}?q=${name}`,
        `/files?name=${name}&limit=1`,
        `/docs/static/${name}.js`,
      ]) {
        await client.get(path)
      }
      await client.request('DELETE', `/${name}`)
      await client.get('/livez', { 'X-Request-Id': name, 'User-Agent': name })
    }
    await round()
    const inFlight = async () => (await figures()).sum('filedrop_http_requests_in_flight')
    await expect.poll(inFlight, { timeout: 8000 }).toBe(1)
    const first = await figures()
    for (let i = 0; i < 25; i++) await round()
    const last = await figures()
    expect(last.series).toEqual(first.series)
    expect(last.sum(requests)).toBeGreaterThan(first.sum(requests) + 250)
    for (const text of [name, ...ids]) expect(last.text).not.toContain(text)
  })

  test('name operations of the document, and few that it does not have', async () => {
    const operations = Object.values(suite.current.client.document.openapi.paths).flatMap((item) =>
      Object.values(item).map((operation) => operation?.operationId)
    )
    const undocumented = ['unknown', 'unparsable', 'methodNotAllowed', 'systemDocs', 'systemHome']
    const known = [...operations, ...undocumented]
    const { samples } = await figures()
    const seen = samples.flatMap(({ labels }) => labels.operation ?? [])
    expect(seen.length).toBeGreaterThan(20)
    expect(seen.filter((operation) => !known.includes(operation))).toEqual([])
  })
})
