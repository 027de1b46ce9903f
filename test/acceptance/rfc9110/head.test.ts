import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Answer } from '../../support/answer.js'
import { requestHead } from '../../support/client.js'
import { downloadRoutes, type Published, publish } from '../../support/downloads.js'
import { leftOut } from '../../support/stand.js'
import { Suite, useServer } from '../../support/suite.js'

const suite = useServer()
let file: Published

beforeAll(async () => {
  file = await publish(suite.current.client, { content: 'head and body', name: 'head.txt' })
})

/** What HEAD repeats; how GET frames a list it streams need not be known before (RFC 9110 section 9.3.2). */
const described = (path: string, { fields }: Answer) =>
  fields
    .filter(([name]) => !/^(date|x-request-id|transfer-encoding)$/i.test(name))
    // Figures move between two looks at them, if only those of the looks.
    .filter(([name]) => path !== '/metrics' || name.toLowerCase() !== 'content-length')
    .map(([name, value]) => [name.toLowerCase(), value])
    .sort()

async function expectAlike(path: string, headers: Readonly<Record<string, string>> = {}) {
  const head = await suite.current.client.head(path, headers)
  const get = await suite.current.client.get(path, headers)
  expect(head.status, path).toBe(get.status)
  expect(described(path, head), path).toEqual(described(path, get))
  expect(head.body).toHaveLength(0)
}

describe('HEAD answers as GET does, RFC 9110 section 9.3.2', () => {
  test('at every path of the document that GET has', async () => {
    const { openapi } = suite.current.client.document
    const paths = Object.entries(openapi.paths)
      .filter(([, operations]) => operations.get)
      .map(([path]) => path.replace('{file_id}', file.id).replace('{filename}', file.name))
    expect(paths.length).toBeGreaterThan(9)
    for (const path of paths) await expectAlike(path)
  })

  test.each([
    '/',
    '/docs',
    '/docs/static/swagger-ui.css',
    '/files?limit=1',
    '/file/metadata/?limit=1',
    '/files?limit=0',
    '/files?unknown=1',
    '/files/nothing',
    '/files/nothing/metadata',
    '/file/download/nothing',
    '/file/metadata/nothing',
    '/uploads/nothing',
    '/upload',
    '/files/upload',
    '/nothing/at/all',
    '/%',
  ])('at %s', (path) => expectAlike(path))

  test.each(downloadRoutes)('under conditions at $title', async (route) => {
    for (const headers of [
      { 'If-None-Match': file.etag },
      { 'If-Match': '"other"' },
      { 'If-Modified-Since': file.modified },
      { 'Content-Type': 'nonsense' },
      { Accept: 'nothing/known' },
    ]) {
      await expectAlike(route.path(file), headers)
    }
  })

  test.each(downloadRoutes)('and the next answer follows at once at $title', async (route) => {
    const { client } = suite.current
    const connection = await client.open()
    const host = { Host: client.host }
    await connection.send(
      requestHead('HEAD', route.path(file), host) + requestHead('GET', '/livez', host)
    )
    expect((await connection.answer('HEAD')).get('content-length')).toBe('13')
    expect((await connection.answer()).json()).toEqual({ status: 'ok' })
  })
})

describe.skipIf(leftOut('a directory is removed'))(
  'no content is opened, where none is sent',
  () => {
    let bare: Suite
    beforeAll(async () => {
      bare = await Suite.start()
    })
    afterAll(() => bare.dispose())

    test('by HEAD, 304, 412 and 416', async () => {
      const { client, dataDir } = bare
      const lost = await publish(client, { name: 'lost.txt' })
      // What has no file of its own yet would be read from elsewhere.
      await bare.settled()
      await rm(join(dataDir, 'content'), { recursive: true })
      for (const route of downloadRoutes) {
        const path = route.path(lost)
        const answers = [
          await client.head(path),
          await client.head(path, { Range: 'bytes=0-1' }),
          await client.get(path, { 'If-None-Match': lost.etag }),
          await client.get(path, { 'If-Match': '"other"' }),
          await client.get(path, { Range: 'bytes=100-' }),
        ]
        expect(answers.map(({ status }) => status)).toEqual([200, 200, 304, 412, 416])
        // Where it is sent, its absence shows.
        const connection = await client.open()
        await connection.send(requestHead('GET', path, { Host: client.host }))
        expect((await connection.answer()).json()).toMatchObject({ code: 'CONTENT_MISSING' })
      }
    })
  }
)
