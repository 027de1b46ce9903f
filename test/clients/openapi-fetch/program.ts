/** Calls the service through types of openapi-typescript and the client of openapi-fetch. */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import createClient from 'openapi-fetch'
import type { components, paths } from './client.js'

type Problem = components['schemas']['Problem']

const [url = '', samples = ''] = process.argv.slice(2)
const api = createClient<paths>({ baseUrl: url })

const read = (name: string) => new Uint8Array(readFileSync(`${samples}/${name}`))
const [cjk = '', emoji = '', quotes = ''] = readFileSync(`${samples}/names`, 'utf8').split('\n')

async function check(name: string, body: () => Promise<void>): Promise<void> {
  const outcome = await body().then(
    () => 'ok',
    (error: Error) => error.message.replace(/\s+/g, ' ')
  )
  console.log(`${name}\t${outcome}`)
}

/** The types call binary content a string; the serializers below take what it really is. */
const binary = (content: Blob) => content as unknown as string

async function uploadForm(name: string, bytes: Uint8Array<ArrayBuffer>) {
  const { data, error, response } = await api.POST('/files/upload', {
    body: { file: binary(new File([bytes], name)) },
    bodySerializer: (body) => {
      const form = new FormData()
      for (const [part, value] of Object.entries(body)) form.append(part, value)
      return form
    },
  })
  assert.ok(data, error?.detail)
  assert.equal(response.status, 201)
  assert.deepEqual([data.file_name, data.file_size], [name, bytes.length])
  return data.file_id
}

async function uploadRaw(name: string, bytes: Uint8Array<ArrayBuffer>) {
  const { data, error } = await api.POST('/files/content', {
    params: { query: { name } },
    body: binary(new Blob([bytes])),
    bodySerializer: (body) => body,
    headers: { 'Content-Type': 'application/octet-stream' },
  })
  assert.ok(data, error?.detail)
  assert.deepEqual([data.file_name, data.file_size], [name, bytes.length])
  return data.file_id
}

const download = (file_id: string, header: { range?: string; 'if-none-match'?: string } = {}) =>
  api.GET('/files/{file_id}', { params: { path: { file_id }, header }, parseAs: 'arrayBuffer' })

async function metadata(file_id: string) {
  const { data, response } = await api.GET('/files/{file_id}/metadata', {
    params: { path: { file_id } },
  })
  assert.ok(data)
  return { ...data, etag: response.headers.get('ETag') ?? '' }
}

const byContent: Record<string, string> = {}
for (const content of ['empty', 'one', 'large']) {
  const bytes = read(content)
  await check(`form ${content}`, async () => {
    await uploadForm(`form-${content}.bin`, bytes)
  })
  await check(`raw ${content}`, async () => {
    byContent[content] = await uploadRaw(`raw-${content}.json`, bytes)
  })
  await check(`download ${content}`, async () => {
    const { data, response } = await download(byContent[content] ?? '')
    assert.match(response.headers.get('Content-Type') ?? '', /^application\/json/)
    // No bytes at all are no data to it.
    assert.deepEqual(new Uint8Array(data ?? new ArrayBuffer(0)), bytes)
  })
}

const one = read('one')
for (const [kind, name] of Object.entries({ cjk, emoji, quotes })) {
  await check(`form ${kind}`, async () => {
    await uploadForm(name, one)
  })
  await check(`raw ${kind}`, async () => {
    await uploadRaw(name, one)
  })
}

await check('list', async () => {
  const { data } = await api.GET('/files', { params: { query: { name: 'RAW-', sort: 'size' } } })
  assert.deepEqual(
    data?.map(({ file_name }) => file_name),
    ['raw-large.json', 'raw-one.json', 'raw-empty.json']
  )
})

await check('pages', async () => {
  const ids: string[] = []
  let cursor: string | undefined
  do {
    const query = { limit: 5, ...(cursor && { cursor }) }
    const { data = [], response } = await api.GET('/files', { params: { query } })
    assert.ok(data.length <= 5)
    ids.push(...data.map(({ file_id }) => file_id))
    cursor = /[?&]cursor=([^&>]+)/.exec(response.headers.get('Link') ?? '')?.[1]
  } while (cursor)
  const { data = [] } = await api.GET('/files')
  assert.equal(ids.length, 12)
  assert.deepEqual(
    ids,
    data.map(({ file_id }) => file_id)
  )
})

await check('metadata', async () => {
  const { file_name, file_size, file_type, etag } = await metadata(byContent.large ?? '')
  assert.deepEqual(
    [file_name, file_size, file_type],
    ['raw-large.json', 5 * 1024 ** 2 + 1, 'application/json']
  )
  assert.match(etag, /^".+"$/)
})

await check('range', async () => {
  const { data, response } = await download(byContent.large ?? '', { range: 'bytes=1-3' })
  assert.equal(response.status, 206)
  assert.deepEqual(new Uint8Array(data ?? new ArrayBuffer(0)), read('large').slice(1, 4))
})

await check('not modified', async () => {
  const { etag } = await metadata(byContent.one ?? '')
  const { data, response } = await download(byContent.one ?? '', { 'if-none-match': etag })
  assert.deepEqual([response.status, data], [304, undefined])
})

const changing = await uploadRaw('changing.txt', one)

await check('precondition failed', async () => {
  const { error, response } = await api.PUT('/files/{file_id}/name', {
    params: { path: { file_id: changing }, header: { 'if-match': '"other"' } },
    body: { file_name: 'never.txt' },
  })
  assert.deepEqual([response.status, error?.code], [412, 'PRECONDITION_FAILED'])
})

await check('replace', async () => {
  const { etag } = await metadata(changing)
  const { data } = await api.PUT('/files/{file_id}/content', {
    params: { path: { file_id: changing }, header: { 'if-match': etag } },
    body: binary(new Blob([read('large')])),
    bodySerializer: (body) => body,
    headers: { 'Content-Type': 'application/octet-stream' },
  })
  assert.deepEqual([data?.file.file_name, data?.file.revision], ['changing.txt', 2])
})

await check('rename', async () => {
  const { data } = await api.PUT('/files/{file_id}/name', {
    params: { path: { file_id: changing } },
    body: { file_name: 'renamed.md' },
  })
  assert.deepEqual([data?.file.file_name, data?.file.revision], ['renamed.md', 3])
})

await check('delete', async () => {
  const path = { file_id: await uploadRaw('gone.txt', one) }
  const { data } = await api.DELETE('/files/{file_id}', { params: { path } })
  assert.equal(data?.message, 'File deleted.')
  assert.equal((await download(path.file_id)).response.status, 404)
})

await check('typed error', async () => {
  const { error } = await api.GET('/files/{file_id}/metadata', {
    params: { path: { file_id: 'nothing' } },
  })
  assert.ok(error)
  const problem: Problem = error
  assert.deepEqual([problem.status, problem.code], [404, 'FILE_NOT_FOUND'])
  assert.ok(problem.request_id)
})
