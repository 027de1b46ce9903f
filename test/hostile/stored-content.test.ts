import { deflateRawSync, gzipSync } from 'node:zlib'
import { expect } from 'vitest'
import type { Answer } from '../support/answer.js'
import { expectError, metadataOf, uploadedId, uploadForms } from '../support/doors.js'
import { filePart } from '../support/multipart.js'
import {
  atEach,
  bodyEntries,
  bodyHead,
  bodyOf,
  downloadPaths,
  withScratch,
} from './support/entries.js'
import { hostileTable, type Input } from './support/table.js'
import type { Target } from './support/target.js'

/** What makes a browser treat every download as bytes that belong to nobody. */
function expectInert(answer: Answer): void {
  expect(answer.get('x-content-type-options')).toBe('nosniff')
  expect(answer.get('content-security-policy')).toBe("default-src 'none'; sandbox")
  expect(answer.get('cross-origin-resource-policy')).toBe('same-origin')
  expect(answer.get('access-control-allow-origin')).toBeUndefined()
}

interface Stored {
  readonly id: string
  /** At every address, and where it can be asked for inline so as well. */
  readonly paths: readonly string[]
}

/** Publishes a file of a type, hands it on and removes it. */
async function withPublished(
  { client }: Target,
  file: { readonly content: string | Buffer; readonly name: string; readonly type: string },
  run: (stored: Stored) => Promise<void>
): Promise<void> {
  const part = filePart(file.content, { filename: file.name, type: file.type })
  const answer = await client.sendForm('POST', '/api/files', [part])
  const id = uploadedId('named', answer)
  const [files = '', ...others] = downloadPaths(id, file.name)
  await run({ id, paths: [files, `${files}?disposition=inline`, ...others] })
  expect((await client.delete(`/files/${id}`)).status).toBe(200)
}

const script = '<script>alert(document.domain)</script>'
const svg = `<svg xmlns="http://www.w3.org/2000/svg">${script}</svg>`
const xslt = `<?xml version="1.0"?><?xml-stylesheet type="text/xsl" href="#s"?><x>${script}</x>`
const xhtml = `<html xmlns="http://www.w3.org/1999/xhtml">${script}</html>`
const pdf = '%PDF-1.7\n1 0 obj<</OpenAction<</S/JavaScript/JS(app.alert(1))>>>>endobj'

/** Types in which a browser runs script, and content that makes use of it. */
const documents: readonly (readonly [string, string, string])[] = [
  ['page.html', 'text/html', script],
  ['page7.html', 'text/html;charset=utf-7', '+ADw-script+AD4-alert(1)+ADw-/script+AD4-'],
  ['upper.html', 'TEXT/HTML', script],
  ['image.svg', 'image/svg+xml', svg],
  ['charset.svg', 'image/svg+xml; charset=utf-8', svg],
  ['sheet.xml', 'application/xml', xslt],
  ['text.xml', 'text/xml', xslt],
  ['sheet.xsl', 'text/xsl', xslt],
  ['page.xhtml', 'application/xhtml+xml', xhtml],
  ['video.xml', 'video/x+xml', xhtml],
  ['feed.rss', 'application/rss+xml', xslt],
  ['math.mml', 'application/mathml+xml', xhtml],
  ['open.pdf', 'application/pdf', pdf],
  ['page.mht', 'multipart/related', script],
  ['flash.swf', 'application/x-shockwave-flash', 'FWS'],
  ['help.hta', 'application/hta', script],
  ['cache.manifest', 'text/cache-manifest', 'CACHE MANIFEST'],
]

const runsNothing = ([name, type, content]: (typeof documents)[number]): Input => ({
  title: `${name} as ${type}`,
  run: (target) =>
    withPublished(target, { content, name, type }, async ({ paths }) => {
      const { client } = target
      for (const path of paths) {
        const whole = await client.get(path)
        expect([whole.status, whole.text]).toEqual([200, content])
        const part = await client.get(path, { Range: 'bytes=0-0' })
        expect(part.status).toBe(206)
        for (const answer of [whole, part, await client.head(path)]) {
          expect(answer.get('content-disposition'), path).toMatch(/^attachment; /)
          expectInert(answer)
        }
      }
    }),
})

const png = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex')

/** What is stored under a harmless type is shown under that type and nothing else. */
const shownAsDeclared = (title: string, content: string | Buffer, type: string): Input => ({
  title,
  run: (target) =>
    withPublished(target, { content, name: 'shown.bin', type }, async ({ paths }) => {
      const { client } = target
      const [asked = '', inline = '', share = '', named = ''] = paths
      for (const path of paths) {
        const answer = await client.get(path)
        expect(answer.get('content-type')).toBe(type)
        expect(answer.body).toEqual(Buffer.from(content))
        expectInert(answer)
        const shown = path === inline || path === named
        expect(answer.get('content-disposition')).toMatch(shown ? /^inline; / : /^attachment; /)
      }
      expect([asked, share]).not.toContain('')
    }),
})

/** Declared types that are none, or several; some would be a header line of their own. */
const badTypes = [
  'text/html, image/png',
  'image/png, text/html',
  'image/png text/html',
  'image/png/text/html',
  'image/',
  '/png',
  'image',
  'imagé/png',
  `image/${'p'.repeat(300)}`,
]
/** Good types with parameters that are none; those of a part are dropped, so only there they do no harm. */
const badParameters = ['image/png; charset="open', 'image/png; =x', 'image/png; a=b c']
/** What only a JSON text or the content of a part can carry. */
const brokenTypes = [
  'a/b\r\nX: y',
  'a/b\nX: y',
  'image/png\0',
  'image/p\u2028ng',
  'image/\u202epng',
]

const asOctetStream = (type: string): readonly Input[] =>
  atEach(
    uploadForms,
    `a part of type ${JSON.stringify(type).slice(0, 40)}`,
    async (target, entry) => {
      const { client } = target
      const part = filePart(script, { filename: 'no-extension', type })
      const answer = await client.sendForm(entry.method, entry.path(''), [part])
      const id = uploadedId(entry.door, answer)
      expect((await metadataOf(client, id)).file_type).toBe('application/octet-stream')
      const shown = await client.get(`/files/${id}?disposition=inline`)
      expect(shown.get('content-type')).toBe('application/octet-stream')
      expect(shown.get('content-disposition')).toMatch(/^attachment; /)
      await client.delete(`/files/${id}`)
    }
  )

const raw = bodyEntries.filter((entry) => entry.open === '')

const refusedRaw = (type: string): readonly Input[] =>
  atEach(raw, `bytes of type ${JSON.stringify(type).slice(0, 40)}`, async (target, entry) => {
    const { client, file } = target
    const path = entry.path(file.file_id)
    const headers = { 'Content-Type': type }
    const answer = await client.request(entry.method, path, { headers, body: 'x' })
    expectError(answer, 'files', 415, 'UNSUPPORTED_MEDIA_TYPE')
  })

const refusedChange = (type: string): readonly Input[] => [
  {
    title: `file_type ${JSON.stringify(type).slice(0, 40)} in JSON`,
    run: async ({ client, file }) => {
      const answer = await client.sendJson('PUT', `/files/${file.file_id}`, { file_type: type })
      expectError(answer, 'files', 400, 'INVALID_REQUEST')
    },
  },
  {
    title: `file_type ${JSON.stringify(type).slice(0, 40)} in a form`,
    run: async ({ client, file }) => {
      const part = Buffer.from(`Content-Disposition: form-data; name="file_type"\r\n\r\n${type}`)
      const answer = await client.sendForm('PUT', `/files/${file.file_id}`, [part])
      expectError(answer, 'files', 400, 'INVALID_REQUEST')
    },
  },
]

/** Files that another page, or one of ours, could try to run or apply. */
const subresources: readonly (readonly [string, string, string])[] = [
  ['worker.js', 'text/javascript', 'self.onfetch = (e) => e.respondWith(new Response("owned"))'],
  ['old.js', 'application/javascript', 'alert(1)'],
  ['module.mjs', 'text/javascript', 'export default 1'],
  ['style.css', 'text/css', '* { display: none }'],
  ['code.wasm', 'application/wasm', '\0asm'],
  ['data.json', 'application/json', '{}'],
  ['app.webmanifest', 'application/manifest+json', '{}'],
]

const isNoSubresource = ([name, type, content]: (typeof subresources)[number]): Input => ({
  title: `${name} as ${type}`,
  run: (target) =>
    withPublished(target, { content, name, type }, async ({ id, paths }) => {
      const { client } = target
      for (const path of paths) {
        const answer = await client.get(path)
        expect(answer.get('content-disposition')).toMatch(/^attachment; /)
        expectInert(answer)
        for (const method of ['GET', 'HEAD'] as const) {
          const refused = await client.request(method, path, {
            headers: { 'Service-Worker': 'script', 'Sec-Fetch-Dest': 'serviceworker' },
          })
          expect(refused.status).toBe(400)
          expect(refused.get('content-type')).not.toMatch(/javascript/)
        }
      }
      expect((await metadataOf(client, id)).download_count).toBe(paths.length)
    }),
})

const zipBomb = Buffer.concat([Buffer.from('PK\x03\x04'), deflateRawSync(Buffer.alloc(50_000_000))])
const opaque: readonly (readonly [string, string, Buffer])[] = [
  [
    'the test file of virus scanners',
    'application/octet-stream',
    Buffer.from(`X5O!P%@AP[4\\PZX54(P^)7CC)7}$${'EICAR-STANDARD-ANTIVIRUS-TEST-FILE'}!$H+H*`),
  ],
  ['a bomb of ZIP', 'application/zip', zipBomb],
  ['a bomb of gzip', 'application/gzip', gzipSync(Buffer.alloc(50_000_000))],
  ['a picture that is a script as well', 'image/gif', Buffer.from('GIF89a/*x*/=1;alert(1)')],
  ['a document that is an archive as well', 'application/pdf', Buffer.from(`${pdf}PK\x05\x06`)],
]

const staysOpaque = ([title, type, content]: (typeof opaque)[number]): readonly Input[] =>
  atEach(bodyEntries, title, (target, entry) =>
    withScratch(target, 'before', async ({ file_id: id }) => {
      const { client } = target
      const head = bodyHead(entry, {
        host: client.host,
        id,
        size: content.length,
        ...(entry.open === '' && { headers: { 'Content-Type': type } }),
      })
      const connection = await client.open()
      await connection.send(Buffer.concat([Buffer.from(head), bodyOf(entry, content)]))
      const answer = await connection.answer(entry.method)
      connection.close()
      const stored = entry.replaces ? id : uploadedId(entry.door, answer)
      const download = await client.get(`/files/${stored}`, { 'Accept-Encoding': 'gzip, br' })
      expect(download.get('content-encoding')).toBeUndefined()
      expect(download.body.equals(content)).toBe(true)
      if (!entry.replaces) expect((await client.delete(`/files/${stored}`)).status).toBe(200)
    })
  )

hostileTable('what is stored', [
  {
    id: 'X1',
    sentence: 'documents that could run script are attachments of no origin, whatever is asked for',
    inputs: documents.map(runsNothing),
  },
  {
    id: 'X2',
    sentence: 'only the declared type decides what is shown, and a type that is none is no type',
    inputs: [
      shownAsDeclared(
        'a PNG with a page behind it',
        Buffer.concat([png, Buffer.from(script)]),
        'image/png'
      ),
      shownAsDeclared('a page as image/png', script, 'image/png'),
      shownAsDeclared('a drawing with script as image/jpeg', svg, 'image/jpeg'),
      ...badTypes.flatMap(asOctetStream),
      ...[...badTypes, ...badParameters].flatMap(refusedRaw),
      ...[...badTypes, ...badParameters, ...brokenTypes].flatMap(refusedChange),
    ],
  },
  {
    id: 'X3',
    sentence: 'a script, a style or a module is of no use to any page, and never a service worker',
    inputs: subresources.map(isNoSubresource),
  },
  {
    id: 'X4',
    sentence: 'whatever a content is, it is stored and served byte for byte and never unpacked',
    inputs: opaque.flatMap(staysOpaque),
  },
])
