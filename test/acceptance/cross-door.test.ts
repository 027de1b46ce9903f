import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import type { Client } from '../support/client.js'
import { expectError, metadataOf, uploadBy, uploadedId, uploadForms } from '../support/doors.js'
import { filePart, textPart } from '../support/multipart.js'
import { useServer } from '../support/suite.js'
import type { FileView, ShareView } from '../support/wire.js'

const suite = useServer()

interface Sample {
  readonly title: string
  readonly content: Buffer
  readonly name: string
  readonly type: string
  readonly stored: string
}

const samples: readonly Sample[] = [
  {
    title: 'a text',
    content: Buffer.from('File contents'),
    name: 'test.txt',
    type: 'text/plain',
    stored: 'text/plain',
  },
  {
    title: 'an empty file',
    content: Buffer.alloc(0),
    name: 'empty.bin',
    type: 'application/octet-stream',
    stored: 'application/octet-stream',
  },
  {
    title: 'all byte values',
    content: Buffer.from(Array.from({ length: 256 }, (_, i) => i)),
    name: 'bytes.png',
    type: 'image/png',
    stored: 'image/png',
  },
  {
    title: 'a page',
    content: Buffer.from('<script>1</script>'),
    name: 'a b.html',
    type: 'text/html',
    stored: 'text/html',
  },
  {
    title: 'a name of another script',
    content: Buffer.from('文'),
    name: 'naïve 文件.md',
    type: 'text/markdown',
    stored: 'text/markdown',
  },
  {
    title: 'two megabytes',
    content: Buffer.alloc(2_000_003, 'filedrop'),
    name: 'big.zip',
    type: 'application/zip',
    stored: 'application/zip',
  },
]

/** Every way in: its name, and what it takes to come through it. */
const waysIn: readonly (readonly [string, (client: Client, sample: Sample) => Promise<string>])[] =
  [
    ...uploadForms.map(
      ({ title, door }) =>
        [
          title,
          (client: Client, { content, name, type }: Sample) =>
            uploadBy(client, door, { content, name, type }),
        ] as const
    ),
    [
      'POST /files/upload of raw bytes',
      async (client, { content, name, type }) => {
        const answer = await client.request(
          'POST',
          `/files/upload?name=${encodeURIComponent(name)}`,
          {
            headers: { 'Content-Type': type },
            body: content,
          }
        )
        return uploadedId('files', answer)
      },
    ],
    [
      'PUT /files/{id} of a form over another file',
      async (client, { content, name, type }) => {
        const id = await uploadBy(client, 'share', { content: 'before', name: 'before.txt' })
        const parts = [textPart('file_name', name), textPart('file_type', type), filePart(content)]
        expect((await client.sendForm('PUT', `/files/${id}`, parts)).status).toBe(200)
        return id
      },
    ],
    [
      'PUT /files/{id}/content and JSON over another file',
      async (client, { content, name, type }) => {
        const id = await uploadBy(client, 'files', { content: 'before', name: 'before.txt' })
        const headers = { 'Content-Type': 'image/gif', 'Content-Length': String(content.length) }
        await client.request('PUT', `/files/${id}/content`, { headers, body: content })
        await client.sendJson('PUT', `/files/${id}`, { file_name: name, file_type: type })
        return id
      },
    ],
  ]

describe.each(waysIn)('a file that came in by %s', (title, bringIn) => {
  test.each(samples)(
    'is $title, byte for byte and field for field the same at every door',
    async (sample) => {
      const { client } = suite.current
      const id = await bringIn(client, sample)
      const { content, name, stored } = sample
      const sha256 = createHash('sha256').update(content).digest('hex')
      const file = await metadataOf(client, id)
      expect(file).toMatchObject({
        file_id: id,
        file_name: name,
        file_type: stored,
        file_size: content.length,
        sha256,
        download_count: 0,
        download_link: `/files/${id}`,
      })

      const shareView: ShareView = {
        original_name: name,
        content_type: stored,
        file_size: content.length,
        download_count: 0,
        download_link: `http://${client.host}/file/download/${id}`,
      }
      expect((await client.get(`/file/metadata/${id}`)).json()).toEqual(shareView)
      const all = (await client.get('/file/metadata/')).json<Record<string, ShareView>>()
      expect(all[id]).toEqual(shareView)
      const list = (await client.get('/files')).json<FileView[]>()
      expect(list.find((row) => row.file_id === id)).toEqual(file)

      const paths = [`/files/${id}`, `/file/download/${id}`]
      if (/^POST \/(upload|api)/.test(title)) {
        const safe = name.replaceAll(' ', '_')
        paths.push(`/uploads/${encodeURIComponent(safe)}`)
      }
      const etags = new Set<string | undefined>()
      for (const path of paths) {
        const answer = await client.get(path)
        expect(answer.status, path).toBe(200)
        expect(createHash('sha256').update(answer.body).digest('hex'), path).toBe(sha256)
        etags.add(answer.get('etag'))
      }
      expect(etags.size).toBe(1)
      expect((await metadataOf(client, id)).download_count).toBe(paths.length)
      expect((await client.delete(`/files/${id}`)).status).toBe(200)
      for (const path of paths) expect((await client.get(path)).status).toBe(404)
    }
  )
})

describe('the text part name', () => {
  test.each(uploadForms)('names the file at $title, before and after it', async (entry) => {
    const { client } = suite.current
    const name = textPart('name', 'gewählt 文.md')
    const file = filePart('x', { filename: 'ascii.txt' })
    for (const parts of [
      [name, file],
      [file, name],
    ]) {
      const id = uploadedId(entry.door, await client.sendForm('POST', entry.path(''), parts))
      expect((await metadataOf(client, id)).file_name).toBe('gewählt 文.md')
    }
  })
})

describe('one verdict at every entry', () => {
  test.each(uploadForms)('two files are 422 at $title and neither is stored', async (entry) => {
    const answer = await suite.current.unchangedBy(() =>
      suite.current.client.sendForm('POST', entry.path(''), [filePart('a'), filePart('b')])
    )
    expectError(answer, entry.door, 422, 'TOO_MANY_FILES')
  })

  test.each(uploadForms)('a form without a file is refused at $title', async (entry) => {
    const answer = await suite.current.unchangedBy(() =>
      suite.current.client.sendForm('POST', entry.path(''), [textPart('name', 'x')])
    )
    expectError(answer, entry.door, 422, 'NO_FILE')
  })
})
