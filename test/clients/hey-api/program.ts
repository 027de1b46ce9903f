/** Calls the service through the client of @hey-api/openapi-ts. */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { client } from './client/client.gen.js'
import type { Problem } from './client/index.js'
import {
  filesDelete,
  filesDownload,
  filesList,
  filesMetadata,
  filesRename,
  filesReplaceContent,
  filesUpload,
  filesUploadContent,
} from './client/index.js'

const [url = '', samples = ''] = process.argv.slice(2)
client.setConfig({ baseUrl: url })

const read = (name: string) => new Uint8Array(readFileSync(`${samples}/${name}`))
const [cjk = '', emoji = '', quotes = ''] = readFileSync(`${samples}/names`, 'utf8').split('\n')

async function check(name: string, body: () => Promise<void>): Promise<void> {
  const outcome = await body().then(
    () => 'ok',
    (error: Error) => error.message.replace(/\s+/g, ' ')
  )
  console.log(`${name}\t${outcome}`)
}

async function uploadForm(name: string, bytes: Uint8Array<ArrayBuffer>) {
  const { data, error } = await filesUpload({ body: { file: new File([bytes], name) } })
  assert.ok(data, error?.detail)
  assert.deepEqual([data.file_name, data.file_size], [name, bytes.length])
  return data.file_id
}

async function uploadRaw(name: string, bytes: Uint8Array<ArrayBuffer>) {
  const { data, error } = await filesUploadContent({ query: { name }, body: new Blob([bytes]) })
  assert.ok(data, error?.detail)
  assert.deepEqual([data.file_name, data.file_size], [name, bytes.length])
  return data.file_id
}

/** Without `parseAs` it goes by the media type, and gives text or an object where its types promise a Blob. */
const download = (file_id: string, headers: { range?: string; 'if-none-match'?: string } = {}) =>
  filesDownload({ path: { file_id }, headers, parseAs: 'blob' })

const bytesOf = async (blob: Blob | undefined) =>
  new Uint8Array((await blob?.arrayBuffer()) ?? new ArrayBuffer(0))

async function metadata(file_id: string) {
  const { data, response } = await filesMetadata({ path: { file_id } })
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
    assert.deepEqual(await bytesOf(data), bytes)
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
  const { data } = await filesList({ query: { name: 'RAW-', sort: 'size' } })
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
    const { data = [], response } = await filesList({ query })
    assert.ok(data.length <= 5)
    ids.push(...data.map(({ file_id }) => file_id))
    cursor = /[?&]cursor=([^&>]+)/.exec(response.headers.get('Link') ?? '')?.[1]
  } while (cursor)
  const { data = [] } = await filesList()
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
  assert.deepEqual(await bytesOf(data), read('large').slice(1, 4))
})

await check('not modified', async () => {
  const { etag } = await metadata(byContent.one ?? '')
  const { data, response } = await download(byContent.one ?? '', { 'if-none-match': etag })
  assert.deepEqual([response.status, data], [304, undefined])
})

const changing = await uploadRaw('changing.txt', one)

await check('precondition failed', async () => {
  const { error, response } = await filesRename({
    path: { file_id: changing },
    headers: { 'if-match': '"other"' },
    body: { file_name: 'never.txt' },
  })
  assert.deepEqual([response.status, error?.code], [412, 'PRECONDITION_FAILED'])
})

await check('replace', async () => {
  const { etag } = await metadata(changing)
  const { data } = await filesReplaceContent({
    path: { file_id: changing },
    headers: { 'if-match': etag },
    body: new Blob([read('large')]),
  })
  assert.deepEqual([data?.file.file_name, data?.file.revision], ['changing.txt', 2])
})

await check('rename', async () => {
  const { data } = await filesRename({
    path: { file_id: changing },
    body: { file_name: 'renamed.md' },
  })
  assert.deepEqual([data?.file.file_name, data?.file.revision], ['renamed.md', 3])
})

await check('delete', async () => {
  const path = { file_id: await uploadRaw('gone.txt', one) }
  const { data } = await filesDelete({ path })
  assert.equal(data?.message, 'File deleted.')
  assert.equal((await download(path.file_id)).response.status, 404)
})

await check('typed error', async () => {
  const { error } = await filesMetadata({ path: { file_id: 'nothing' } })
  assert.ok(error)
  const problem: Problem = error
  assert.deepEqual([problem.status, problem.code], [404, 'FILE_NOT_FOUND'])
  assert.ok(problem.request_id)
})
