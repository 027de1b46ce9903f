import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { contractOperations } from '../support/contract-operations.js'
import { expectError } from '../support/doors.js'
import { leftOut } from '../support/stand.js'
import { useServer } from '../support/suite.js'

const suite = useServer()

interface Parameter {
  readonly name: string
  readonly in: string
}

interface Operation {
  readonly operationId: string
  readonly parameters?: readonly Parameter[]
  readonly requestBody?: { readonly content: Readonly<Record<string, unknown>> }
  readonly responses: Readonly<
    Record<
      string,
      {
        readonly description?: string
        readonly content?: Readonly<Record<string, { readonly schema?: unknown }>>
      }
    >
  >
}

const operations = () =>
  Object.entries(suite.current.client.document.openapi.paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, value]) => ({
      title: `${method.toUpperCase()} ${path}`,
      path,
      operation: value as unknown as Operation,
    }))
  )

describe('the OpenAPI document', () => {
  test('is the same as JSON and as YAML, and is of version 3.0.3', async () => {
    const json = await suite.current.client.get('/openapi.json')
    expect([json.status, json.type]).toEqual([200, 'application/json'])
    const yaml = await suite.current.client.get('/openapi.yaml')
    expect(yaml.status).toBe(200)
    expect(yaml.type).toMatch(/^(application|text)\/(x-)?yaml$/)
    expect(parse(yaml.text)).toEqual(json.json())
    expect(json.json()).toMatchObject({ openapi: '3.0.3' })
  })

  // Clients that read YAML for their callers would look for a text in it.
  test('describes itself as an object, in JSON and in YAML', () => {
    const paths = suite.current.client.document.openapi.paths as unknown as Record<
      string,
      { readonly get: Operation }
    >
    for (const type of ['json', 'yaml']) {
      const { content } = paths[`/openapi.${type}`]?.get.responses['200'] ?? {}
      expect(content?.[`application/${type}`]?.schema, type).toMatchObject({ type: 'object' })
    }
  })

  test('describes every route of every door', () => {
    const described = operations().map(({ title }) => title.replace(/(?<=.)\/$/, ''))
    expect(described).toEqual(expect.arrayContaining([...contractOperations]))
  })

  test('gives every operation an id of its own, a description of each answer and at least one error', () => {
    const ids = operations().map(({ operation }) => operation.operationId)
    expect(new Set(ids).size).toBe(ids.length)
    for (const { title, operation } of operations()) {
      expect(operation.operationId, title).toMatch(/^[a-z][A-Za-z]+$/)
      for (const [status, response] of Object.entries(operation.responses)) {
        expect(response.description, `${title} ${status}`).toMatch(/\w/)
      }
    }
  })

  test('lists for every error of every operation which codes it can carry', () => {
    for (const { title, operation } of operations()) {
      const errors = Object.entries(operation.responses).filter(([status]) => status >= '400')
      for (const [status, { content = {} }] of errors) {
        for (const [type, { schema }] of Object.entries(content)) {
          const text = JSON.stringify(schema)
          // The other shape of an error is that of /readyz, which says what is not ready.
          if (!type.endsWith('json') || !text.includes('Problem')) continue
          expect(text, `${title} ${status}`).toMatch(/"enum":\["[A-Z_]+"/)
        }
      }
    }
  })

  // supabase/storage 584 and zipline 1122: clients could not be generated, since uploads had no body.
  test('describes the body of every upload, the form and the raw one', () => {
    const contentOf = (title: string) =>
      Object.keys(
        operations().find((entry) => entry.title.replace(/\/$/, '') === title)?.operation
          .requestBody?.content ?? {}
      )
    for (const title of ['POST /upload', 'POST /api/files', 'POST /file/upload']) {
      expect(contentOf(title), title).toContain('multipart/form-data')
    }
    expect(contentOf('POST /files/upload').length).toBeGreaterThanOrEqual(2)
    expect(contentOf('PUT /files/{file_id}')).toEqual(
      expect.arrayContaining(['multipart/form-data', 'application/json'])
    )
    expect(contentOf('PUT /files/{file_id}/content').length).toBeGreaterThanOrEqual(1)
  })

  test('holds no version of the software it is made with, and no path of a machine', async () => {
    const { text } = await suite.current.client.get('/openapi.json')
    expect(text).not.toMatch(/fastify|node_modules|\/home\/|\/tmp\//i)
  })
})

describe('the API browser at /docs', () => {
  test('is a page, with and without the slash at its end', async () => {
    for (const path of ['/docs', '/docs/']) {
      const response = await fetch(`http://${suite.current.client.host}${path}`)
      expect(response.status).toBe(200)
      expect(response.headers.get('content-type')).toMatch(/^text\/html/)
      expect(await response.text()).toMatch(/swagger/i)
    }
  })

  test('serves its scripts and styles itself and lets no other script in', async () => {
    const response = await fetch(`http://${suite.current.client.host}/docs`)
    const html = await response.text()
    expect(html).not.toMatch(/(src|href)=["']?(https?:)?\/\//)
    const policy = response.headers.get('content-security-policy') ?? ''
    expect(policy).toContain("default-src 'none'")
    expect(policy).toMatch(/script-src [^;]*'self'/)
    expect(policy).not.toMatch(/script-src[^;]*unsafe|upgrade-insecure-requests|https?:/)
    const assets = [...html.matchAll(/(?:src|href)="([^"]+\.(?:js|css|png))"/g)].map(
      ([, url]) => url ?? ''
    )
    expect(assets.length).toBeGreaterThan(0)
    for (const url of assets) {
      const asset = await fetch(
        new URL(url, response.url.endsWith('/') ? response.url : `${response.url}/`)
      )
      expect([asset.status, url]).toEqual([200, url])
      expect(Number((await asset.arrayBuffer()).byteLength)).toBeGreaterThan(0)
    }
  })

  test('ignores unknown query members, so that no other document can be put in', async () => {
    const { client } = suite.current
    const plain = await client.get('/docs')
    const asked = await client.get(
      '/docs?url=https://evil.example/x.json&configUrl=https://evil.example'
    )
    expect([asked.status, asked.text]).toEqual([plain.status, plain.text])
    expect(asked.text).not.toContain('evil.example')
  })
})

describe('the system routes', () => {
  test.each(['/livez', '/readyz'])('%s is 200 in a healthy server', async (path) => {
    const answer = await suite.current.client.get(path)
    expect([answer.status, answer.type]).toEqual([200, 'application/json'])
  })

  test('are not disturbed by a favicon that is asked for', async () => {
    const answer = await suite.current.client.get('/favicon.ico')
    if (answer.status !== 200) expectError(answer, 'files', 404, 'ROUTE_NOT_FOUND')
  })
})

describe('every answer', () => {
  test.skipIf(leftOut('nginx names itself'))(
    'carries a request id of its own and no name of the software',
    async () => {
      const { client } = suite.current
      const ids = new Set<string | undefined>()
      const paths = [
        '/files',
        '/files/x',
        '/nothing',
        '/upload',
        '/uploads/x',
        '/docs',
        '/',
        '/livez',
        '/openapi.json',
      ]
      for (const path of paths) {
        const answer = await client.get(path)
        ids.add(answer.get('x-request-id'))
        expect(answer.get('server'), path).toBeUndefined()
        expect(answer.get('x-powered-by'), path).toBeUndefined()
        expect(answer.get('date'), path).toBeDefined()
      }
      expect(ids.has(undefined)).toBe(false)
      expect(ids.size).toBe(paths.length)
    }
  )

  // RFC 9110 section 6.6.1.
  test('says when it was made, even to what could not be read', async () => {
    for (const request of ['NONSENSE\r\n\r\n', `GET / HTTP/1.1\r\nX: ${'x'.repeat(20_000)}`]) {
      const connection = await suite.current.client.open()
      await connection.send(request)
      const answer = await connection.answer()
      expect(answer.status).toBeGreaterThanOrEqual(400)
      expect(new Date(answer.get('date') ?? '').toUTCString()).toBe(answer.get('date'))
    }
  })

  test('does not allow other origins to read it', async () => {
    const answer = await suite.current.client.get('/files', { Origin: 'http://evil.example' })
    expect(answer.get('access-control-allow-origin')).toBeUndefined()
    expect(answer.get('access-control-allow-credentials')).toBeUndefined()
  })
})
