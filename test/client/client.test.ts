import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { ConnectionError, FiledropClient, FiledropError } from '../../src/client/client.js'
import { cuttingProxy } from '../support/cutting-proxy.js'
import { falseService } from '../support/false-service.js'
import { useServer } from '../support/suite.js'
import { apiTokens, everything, secretFor } from '../support/tokens.js'

const suite = useServer({ API_TOKENS: apiTokens }, everything)
const token = secretFor(['upload', 'read', 'list', 'manage'])
const address = () => `http://127.0.0.1:${suite.current.server.port}`
const connect = (url = address()) => new FiledropClient({ url, token })

const sha256 = (bytes: Uint8Array | string) => createHash('sha256').update(bytes).digest('hex')
const streamOf = (...chunks: string[]) =>
  ReadableStream.from(chunks.map((chunk) => new TextEncoder().encode(chunk)))

async function textOf(body: ReadableStream<Uint8Array>): Promise<string> {
  return new Response(body).text()
}

describe('the client', () => {
  test.each([
    ['a Blob', () => new Blob(['two', 'parts']), {}],
    ['a Blob with progress', () => new Blob(['two', 'parts']), { onProgress: () => {} }],
    ['a stream of known size', () => streamOf('two', 'parts'), { size: 8 }],
    ['a stream of unknown size', () => streamOf('two', 'parts'), {}],
  ])('uploads %s and downloads the same bytes', async (_title, content, options) => {
    const client = connect()
    const name = '日本語 "x" 📝.txt'
    const file = await client.upload(content(), { name, type: 'text/markdown', ...options })
    expect(file).toMatchObject({ file_name: name, file_size: 8, file_type: 'text/markdown' })
    const download = await client.download(file.file_id)
    expect(download).toMatchObject({ start: 0, total: 8, etag: file.etag })
    expect(download.sha256).toBe(sha256('twoparts'))
    expect(await textOf(download.body)).toBe('twoparts')
    const blob = await (await client.download(file.file_id)).blob()
    expect([await blob.text(), blob.type]).toEqual(['twoparts', 'text/markdown;charset=utf-8'])
  })

  test.each([
    ['a Blob', () => new Blob([])],
    ['a stream', () => streamOf()],
  ])('uploads, replaces and downloads nothing at all as %s', async (_title, content) => {
    const client = connect()
    const { file_id } = await client.upload(content(), { name: 'empty' })
    expect((await client.replace(file_id, content())).revision).toBe(2)
    expect(await textOf((await client.download(file_id)).body)).toBe('')
  })

  test('tells how far an upload and a download have come', async () => {
    const client = connect()
    const sent: number[] = []
    const { file_id } = await client.upload(streamOf('abc', 'de'), {
      onProgress: (bytes) => sent.push(bytes),
    })
    expect(sent).toEqual([3, 5])
    let received = 0
    const { body } = await client.download(file_id, {
      onProgress: (bytes) => {
        received = bytes
      },
    })
    await textOf(body)
    expect(received).toBe(5)
  })

  test('downloads from one byte to another, and from one to the end', async () => {
    const client = connect()
    const { file_id } = await client.upload(new Blob(['0123456789']))
    const middle = await client.download(file_id, { range: { first: 2, last: 4 } })
    expect([middle.start, middle.total, await textOf(middle.body)]).toEqual([2, 10, '234'])
    const end = await client.download(file_id, { range: { first: 7 } })
    expect([end.start, await textOf(end.body)]).toEqual([7, '789'])
  })

  test('changes a file only in the state that the caller knows', async () => {
    const client = connect()
    const { file_id, etag } = await client.upload(new Blob(['one']), { name: 'a.txt' })
    const renamed = await client.rename(file_id, { name: 'b.txt' }, { ifMatch: etag })
    expect(renamed).toMatchObject({ file_name: 'b.txt', revision: 2 })
    const stale = { ifMatch: etag }
    const refused = { code: 'PRECONDITION_FAILED', status: 412 }
    await expect(client.rename(file_id, { name: 'c' }, stale)).rejects.toMatchObject(refused)
    await expect(client.replace(file_id, streamOf('x'), stale)).rejects.toMatchObject(refused)
    await expect(client.download(file_id, stale)).rejects.toMatchObject(refused)
    await expect(client.delete(file_id, stale)).rejects.toMatchObject(refused)
    const replaced = await client.replace(file_id, streamOf('two'), { ifMatch: renamed.etag })
    expect(replaced).toMatchObject({ file_name: 'b.txt', sha256: sha256('two') })
    expect((await client.metadata(file_id)).etag).toBe(replaced.etag)
    await client.delete(file_id, { ifMatch: replaced.etag })
    await expect(client.metadata(file_id)).rejects.toMatchObject({ code: 'FILE_NOT_FOUND' })
  })

  test('gives every file of the list exactly once, page by page', async () => {
    const client = connect()
    const names = ['p1.page', 'p2.page', 'p3.page', 'p4.page', 'p5.page']
    for (const name of names) await client.upload(new Blob(['x']), { name })
    const pages: string[][] = []
    for await (const files of client.pages({ limit: 2, name: '.page', order: 'asc' })) {
      pages.push(files.map(({ file_name }) => file_name))
    }
    expect(pages).toEqual([['p1.page', 'p2.page'], ['p3.page', 'p4.page'], ['p5.page']])
  })

  test('throws what the service said, with its code, its status and the request to look for', async () => {
    const error = await connect()
      .metadata('nothing')
      .catch((reason: unknown) => reason)
    expect(error).toBeInstanceOf(FiledropError)
    expect(error).toMatchObject({ code: 'FILE_NOT_FOUND', status: 404 })
    expect((error as FiledropError).requestId).toMatch(/^[\w-]{21}$/)
  })

  test.each(['', '.', '..'])('has no file with the id %j, which would be another address', (id) =>
    expect(connect().delete(id)).rejects.toMatchObject({ code: 'FILE_NOT_FOUND', status: 404 })
  )

  test('is told when its token is wrong or not good for what it does', async () => {
    const as = (wrong: string) => new FiledropClient({ url: address(), token: wrong })
    await expect(as('wrong').list()).rejects.toMatchObject({ code: 'UNAUTHORIZED', status: 401 })
    const reader = as(secretFor(['read']))
    await expect(reader.list()).rejects.toMatchObject({ code: 'INSUFFICIENT_SCOPE', status: 403 })
  })

  test('leaves nothing behind when an upload is aborted', async () => {
    await suite.current.unchangedBy(async () => {
      const abort = new AbortController()
      const endless = new ReadableStream<Uint8Array>({
        pull: (controller) => controller.enqueue(new Uint8Array(65_536)),
      })
      const upload = connect().upload(endless, {
        signal: abort.signal,
        onProgress: (bytes) => {
          if (bytes > 1_000_000) abort.abort()
        },
      })
      await expect(upload).rejects.toMatchObject({ name: 'AbortError' })
    })
  })

  test('does not take the answer of another server for one of a Filedrop', async () => {
    const page = await falseService((_request, response) => {
      response.setHeader('Content-Type', 'text/html').end('<p>Hello')
    })
    const gateway = await falseService((_request, response) => {
      response.writeHead(502).end('Bad Gateway')
    })
    const unexpected = { name: 'FiledropError', code: 'UNEXPECTED_ANSWER' }
    await expect(connect(page).list()).rejects.toMatchObject({ ...unexpected, status: 200 })
    await expect(connect(page).download('x')).rejects.toMatchObject(unexpected)
    await expect(connect(gateway).list()).rejects.toMatchObject({ ...unexpected, status: 502 })
  })

  test('says that there is no connection, or that it broke', async () => {
    const { file_id } = await connect().upload(new Blob([new Uint8Array(500_000)]))
    const { url } = await cuttingProxy(suite.current.server.port, { toClient: () => 100_000 })
    const { body } = await connect(url).download(file_id)
    await expect(textOf(body)).rejects.toThrow(ConnectionError)
    await expect(connect('http://127.0.0.1:1').list()).rejects.toThrow(ConnectionError)
  })
})
