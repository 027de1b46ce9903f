import { expect } from 'vitest'
import type { Answer } from '../support/answer.js'
import { type DoorName, metadataOf, uploadedId, uploadForms } from '../support/doors.js'
import { filePart, textPart } from '../support/multipart.js'
import type { FileView, ShareView } from '../support/wire.js'
import { atEach, bodyEntries } from './support/entries.js'
import { hostileTable, type Input } from './support/table.js'

/** Names that would be markup, script or a template, wherever somebody shows them unescaped. */
const names = [
  '<script>alert(1)<!-- x',
  '"><img src=x onerror=alert(1)>',
  "'-alert(1)-'",
  '</title><svg onload=alert(1)>',
  '#{7*7}{{7*7}}<%= 7*7 %>',
  'javascript:alert(1)',
  '&lt;script&gt;&#60;',
  '=cmd|calc!A0',
  '<!--#exec cmd="id"-->',
  'a" onmouseover="alert(1)',
]

/** Text that a browser never takes for a page, whatever is in it. */
function expectNoPage(answer: Answer): void {
  expect(answer.type).toMatch(/^(application\/(problem\+)?json|text\/plain)$/)
}

const shownAsData = (name: string): readonly Input[] =>
  atEach(uploadForms, `the name ${name}`, async ({ client }, entry) => {
    const part = filePart('x', { filename: name.replaceAll('"', '%22') })
    const answer = await client.sendForm(entry.method, entry.path(''), [part])
    expectNoPage(answer)
    const id = uploadedId(entry.door, answer)
    const shown = name.slice(name.lastIndexOf('/') + 1)
    expect((await metadataOf(client, id)).file_name).toBe(shown)
    const list = await client.get(`/files?limit=1&name=${encodeURIComponent(shown)}`)
    expectNoPage(list)
    expect(list.json<FileView[]>()[0]?.file_name).toBe(shown)
    const shared = await client.get('/file/metadata/')
    expectNoPage(shared)
    expect(shared.json<Record<string, ShareView>>()[id]?.original_name).toBe(shown)
    const download = await client.get(`/files/${id}`)
    const disposition = download.get('content-disposition') ?? ''
    expect(disposition).toMatch(
      /^attachment; filename=("[^"\\]*"|[\w.-]+)(; filename\*=UTF-8''[\w.~%!#$&+^`|-]+)?$/
    )
    for (const page of ['/docs', '/docs/static/swagger-initializer.js', '/openapi.json']) {
      expect((await client.get(page)).text).not.toContain(shown)
    }
    expect((await client.delete(`/files/${id}`)).status).toBe(200)
  })

const mark = 'zqwxj<b>"\'&7731'
const encoded = encodeURIComponent(mark)

interface Echo {
  readonly title: string
  readonly method?: string
  readonly path: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
  readonly door?: DoorName
}

/** Every place of a request that an error could repeat. */
const echoes: readonly Echo[] = [
  { title: 'an unknown path', path: `/${encoded}` },
  { title: 'an id', path: `/files/${encoded}` },
  { title: 'an id for its metadata', path: `/files/${encoded}/metadata` },
  { title: 'an id of share', path: `/file/download/${encoded}` },
  { title: 'an id of share for its metadata', path: `/file/metadata/${encoded}` },
  { title: 'a published name', path: `/uploads/${encoded}` },
  { title: 'an unknown query member', path: `/files?${encoded}=1` },
  { title: 'a query value', path: `/files?limit=${encoded}` },
  { title: 'a cursor', path: `/files?limit=1&cursor=${encoded}` },
  { title: 'a sort key', path: `/files?sort=${encoded}` },
  { title: 'a disposition', path: `/files/x?disposition=${encoded}` },
  { title: 'a raw query that does not decode', path: '/files?limit=%zqwxj7731' },
  { title: 'a method', method: 'ZQWXJ7731', path: '/files' },
  { title: 'a range', path: '/files/x', headers: { Range: `bytes=${mark}` } },
  { title: 'a condition', path: '/files/x', headers: { 'If-Match': mark } },
  { title: 'a host', path: '/files', headers: { Host: mark } },
  {
    title: 'a content type',
    method: 'POST',
    path: '/files/upload',
    headers: { 'Content-Type': mark },
    body: 'x',
  },
  {
    title: 'a content coding',
    method: 'POST',
    path: '/files/upload',
    headers: { 'Content-Type': 'image/png', 'Content-Encoding': mark },
    body: 'x',
  },
  {
    title: 'a digest',
    method: 'POST',
    path: '/files/upload',
    headers: { 'Content-Type': 'image/png', 'Repr-Digest': `zqwxj7731=:${mark}:` },
    body: 'x',
  },
  {
    title: 'a name in the query',
    method: 'POST',
    path: `/files/upload?name=${encoded}%00`,
    headers: { 'Content-Type': 'image/png' },
    body: 'x',
  },
  {
    title: 'a boundary',
    method: 'POST',
    path: '/upload',
    headers: { 'Content-Type': 'multipart/form-data; boundary=zqwxj7731' },
    body: '--zqwxj',
  },
  {
    title: 'an accepted type',
    method: 'POST',
    path: '/api/files',
    headers: { 'Content-Type': 'multipart/form-data; boundary=b', Accept: 'zqwxj7731/x' },
    body: '--b--',
  },
]

const isNotEchoed = ({ title, method = 'GET', path, headers = {}, body }: Echo): Input => ({
  title,
  run: async ({ client }) => {
    const answer = await client.request(method, path, {
      headers,
      ...(body !== undefined && { body }),
    })
    expect(answer.status).toBeGreaterThanOrEqual(400)
    expect(answer.status).toBeLessThan(502)
    expectNoPage(answer)
    for (const text of [answer.text, ...answer.fields.map(([, value]) => value)]) {
      expect(text).not.toMatch(/zqwxj|7731/i)
    }
  },
})

const forms = bodyEntries.filter((entry) => entry.open !== '')
const withId = (target: { file: FileView }, path: (id: string) => string) =>
  path(target.file.file_id)

/** Names of parts, which errors of forms could repeat. */
const partNames: readonly Input[] = [
  ...atEach(forms, 'the name of a second file part', async (target, entry) => {
    const parts = [filePart('x'), filePart('y', { field: 'zqwxj7731', filename: 'zqwxj7731' })]
    const answer = await target.client.sendForm(entry.method, withId(target, entry.path), parts)
    expect(answer.status).toBeGreaterThanOrEqual(400)
    expect(answer.text).not.toMatch(/zqwxj7731/)
  }),
  ...atEach(forms, 'the name of a part of a prototype', async (target, entry) => {
    const parts = [textPart('__proto__', 'zqwxj7731'), filePart('x', { filename: '..' })]
    const answer = await target.client.sendForm(entry.method, withId(target, entry.path), parts)
    expect(answer.status).toBe(400)
    expect(answer.text).not.toMatch(/zqwxj7731|__proto__/)
  }),
  {
    title: 'a member of a JSON text',
    run: async (target) => {
      const answer = await target.client.sendJson(
        'PUT',
        withId(target, (id) => `/files/${id}`),
        {
          zqwxj7731: mark,
        }
      )
      expect(answer.status).toBe(400)
      expect(answer.text).not.toMatch(/zqwxj|7731/)
    },
  },
  {
    title: 'a JSON text that is none',
    run: async (target) => {
      const path = withId(target, (id) => `/files/${id}`)
      const answer = await target.client.sendJson('PUT', path, `{"zqwxj7731":${mark}`)
      expect(answer.status).toBe(400)
      expect(answer.text).not.toMatch(/zqwxj|7731/)
    },
  },
]

const remotes = [
  'url=https://evil.example/x.json',
  'configUrl=https://evil.example/c.json',
  'urls.primaryName=x&urls=[{"url":"https://evil.example/x.json"}]',
  'queryConfigEnabled=true&url=https://evil.example/x.json',
  'spec={"swagger":"2.0"}',
  'layout=StandaloneLayout&url=//evil.example',
  'oauth2RedirectUrl=https://evil.example',
  'validatorUrl=https://evil.example',
]

/** The page names its own scripts relative to the address that it was asked for under. */
const assetsAsPaths = ({ text }: Answer) => text.replaceAll('"./static/', '"/docs/static/')

/** The same page, byte for byte, with a policy that lets nothing else in. */
const isPinned = (query: string): readonly Input[] =>
  ['/docs', '/docs/', '/docs/static/index.html', '/docs/static/swagger-initializer.js'].map(
    (path) => ({
      title: `${path}?${query}`,
      run: async ({ client }) => {
        const plain = await client.get(path)
        const asked = await client.get(`${path}?${encodeURI(query)}`)
        expect([asked.status, assetsAsPaths(asked)]).toEqual([plain.status, assetsAsPaths(plain)])
        expect(asked.get('location') ?? '/docs').toMatch(/^\/docs/)
        const policy = asked.get('content-security-policy') ?? ''
        expect(policy).toContain("default-src 'none'")
        expect(policy).toContain("connect-src 'self'")
        expect(policy).not.toMatch(/https?:|\*|unsafe-eval/)
        expect(asked.text).not.toMatch(/queryConfigEnabled"?:\s*true/)
      },
    })
  )

hostileTable(
  'what was sent',
  [
    {
      id: 'X5',
      sentence: 'names come back as data alone, and errors repeat nothing of what was sent',
      inputs: [...names.flatMap(shownAsData), ...echoes.map(isNotEchoed), ...partNames],
    },
    {
      id: 'X6',
      sentence: 'the page of the document shows this document, whatever its address says',
      inputs: remotes.flatMap(isPinned),
    },
  ],
  {},
  { direct: 'nginx refuses some methods itself' }
)
