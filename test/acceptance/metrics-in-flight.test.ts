import { describe, expect, test } from 'vitest'
import type { Client } from '../support/client.js'
import { requestHead } from '../support/client.js'
import type { Connection } from '../support/connection.js'
import { formEntries, rawEntries, upload, uploadBy } from '../support/doors.js'
import { Figures } from '../support/figures.js'
import { ownServer, useServer } from '../support/suite.js'

const suite = useServer({ MAX_FILE_SIZE: '32MiB' }, {}, { direct: 'a replica counts its own' })

/** More than all buffers between a server and a client that does not read can hold. */
const large = Buffer.alloc(24 * 1024 * 1024, 'large')

const inFlight = async (client: Client) =>
  (await Figures.of(client)).sum('filedrop_http_requests_in_flight')

/** Requests counted so far, beside those that look at the figures. */
const counted = async (client: Client, status: string) => {
  const figures = await Figures.of(client)
  return {
    ended: figures.sum('filedrop_http_requests_total', { status }),
    aborted: figures.sum('filedrop_http_requests_aborted_total'),
  }
}

/** Looking at the figures is a request as well. */
const alone = 1

/** What is refused lingers for two seconds, so that its sender gets to read the answer. */
const untilInFlight = (client: Client, count: number) =>
  expect.poll(() => inFlight(client), { timeout: 8000 }).toBe(count)

interface Broken {
  /** As which it is counted: 499 where nothing was answered. */
  readonly status: string
  readonly aborted: boolean
  /** Brings a request under way and resolves with what ends it. */
  readonly begin: (connection: Connection, client: Client) => Promise<() => unknown>
}

/** A request is seen while it runs, and when it has ended in its way it is counted once and nothing is left of it. */
async function expectAccounted(client: Client, { status, aborted, begin }: Broken): Promise<void> {
  await untilInFlight(client, alone)
  const before = await counted(client, status)
  const connection = await client.open()
  const end = await begin(connection, client)
  await untilInFlight(client, alone + 1)
  await end()
  await untilInFlight(client, alone)
  const after = await counted(client, status)
  // With 200 those are counted that look, too; their number is not known.
  if (status !== '200') expect(after.ended).toBe(before.ended + 1)
  expect(after.aborted).toBe(before.aborted + (aborted ? 1 : 0))
  connection.close()
}

const half = (client: Client, type: string) => ({
  Host: client.host,
  'Content-Type': type,
  'Content-Length': '1000',
})
const part = '--b\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\nhalf'

const uploads = [
  ...formEntries.map((entry) => ({ ...entry, type: 'multipart/form-data; boundary=b' })),
  ...rawEntries.map((entry) => ({ ...entry, type: 'image/png' })),
]

describe('an upload that is cut', () => {
  test.each(
    uploads.flatMap((entry) => [
      { ...entry, how: 'closes' as const },
      { ...entry, how: 'resets' as const },
    ])
  )('is no longer in flight at $title as $type when its client $how', async (entry) => {
    const { client } = suite.current
    const { file_id } = await upload(client)
    await expectAccounted(client, {
      status: '499',
      aborted: true,
      begin: async (connection) => {
        await connection.send(
          requestHead(entry.method, entry.path(file_id), half(client, entry.type)) + part
        )
        return () => (entry.how === 'closes' ? connection.close() : connection.reset())
      },
    })
  })
})

describe('an upload that is refused', () => {
  test('for its length is in flight until what lingers of it is over', async () => {
    const { client } = suite.current
    const length = String(64 * 1024 * 1024)
    await expectAccounted(client, {
      status: '413',
      aborted: false,
      begin: async (connection) => {
        const head = { ...half(client, 'image/png'), 'Content-Length': length }
        await connection.send(requestHead('POST', '/files/upload', head))
        return async () => {
          expect((await connection.answer('POST')).status).toBe(413)
          connection.halfClose()
        }
      },
    })
  })

  test('in the middle, by its bytes, is counted with its answer', async () => {
    const { client } = suite.current
    await expectAccounted(client, {
      status: '400',
      aborted: false,
      begin: async (connection) => {
        const head = {
          Host: client.host,
          'Content-Type': 'image/png',
          'Transfer-Encoding': 'chunked',
        }
        await connection.send(`${requestHead('POST', '/files/upload', head)}4\r\nhalf\r\n`)
        return async () => {
          await connection.send('no size\r\n')
          expect((await connection.answer('POST')).status).toBe(400)
        }
      },
    })
  })

  test('before its client was told to go on is in flight no more', async () => {
    const { client } = suite.current
    const before = await counted(client, '404')
    const connection = await client.open()
    const head = { ...half(client, 'image/png'), Expect: '100-continue' }
    await connection.send(requestHead('PUT', '/files/nothing/content', head))
    expect((await connection.answer('PUT')).status).toBe(404)
    connection.close()
    await untilInFlight(client, alone)
    expect(await counted(client, '404')).toEqual({ ...before, ended: before.ended + 1 })
  })

  test('because its body stopped coming is counted as what it was answered', async () => {
    const { client } = await ownServer({ BODY_IDLE_TIMEOUT: '100ms' }, {}, { direct: 'as above' })
    const connection = await client.open()
    await connection.send(requestHead('POST', '/files/upload', half(client, 'image/png')))
    expect((await connection.answer('POST')).status).toBe(408)
    connection.close()
    await untilInFlight(client, alone)
    expect((await counted(client, '408')).ended).toBe(1)
  })
})

describe('a download that is broken off', () => {
  test.each([
    ['whole', {}, 'closes', '200'],
    ['whole', {}, 'resets', '200'],
    ['in part', { Range: 'bytes=1-' }, 'closes', '206'],
  ] as const)(
    '%s is no longer in flight, and was aborted: %o %s',
    async (_title, range, how, status) => {
      const { client } = suite.current
      const id = await uploadBy(client, 'files', { content: large, name: 'large.bin' })
      await expectAccounted(client, {
        status,
        aborted: true,
        begin: async (connection) => {
          await connection.send(requestHead('GET', `/files/${id}`, { Host: client.host, ...range }))
          expect(await connection.status()).toBe(Number(status))
          return () => (how === 'closes' ? connection.close() : connection.reset())
        },
      })
      await client.delete(`/files/${id}`)
    }
  )

  test('is the only one in flight of many that wait for their turn behind it', async () => {
    const { client } = suite.current
    const id = await uploadBy(client, 'files', { content: large, name: 'large.bin' })
    await expectAccounted(client, {
      status: '200',
      aborted: true,
      begin: async (connection) => {
        const get = requestHead('GET', `/files/${id}`, { Host: client.host })
        await connection.send(get.repeat(20))
        expect(await connection.status()).toBe(200)
        return () => connection.reset()
      },
    })
    await client.delete(`/files/${id}`)
  })
})

test('nothing is in flight after many of each, and one that runs to its end is not aborted', async () => {
  const { client } = suite.current
  const { file_id } = await upload(client, { content: large })
  const before = (await counted(client, '200')).aborted
  const downloads = Array.from({ length: 4 }, () => client.get(`/files/${file_id}`))
  for (const answer of await Promise.all(downloads)) expect(answer.body).toHaveLength(large.length)
  await untilInFlight(client, alone)
  expect((await counted(client, '200')).aborted).toBe(before)
})
