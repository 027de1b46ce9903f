import { createHash } from 'node:crypto'
import { filePart, multipart, textPart } from '../support/multipart.js'
import { cursorWord, idOfSlot, slots } from './placeholders.js'
import { type Header, utf8, type WireRequest } from './wire-request.js'

/** The files that are there to be aimed at, by slot. */
export const samples = Array.from({ length: slots }, (_, slot) => ({
  name: ['hello.txt', 'empty.bin', 'song 文.wav', 'page.html'][slot % 4] as string,
  type: ['text/plain', 'application/octet-stream', 'audio/wav', 'text/html'][slot % 4] as string,
  content: Buffer.alloc([25, 0, 70_000, 300][slot % 4] as number, `contents of ${slot} `),
}))

const tagOf = (slot: number): string => {
  const content = samples[slot]?.content ?? ''
  return `"${createHash('sha256').update(content).digest('base64url')}.1"`
}

interface Parts {
  readonly headers?: readonly Header[]
  readonly body?: string | Buffer
}

function make(method: string, target: string, { headers = [], body = '' }: Parts = {}) {
  return {
    method,
    target,
    version: 'HTTP/1.1',
    headers: [['Host', 'localhost'], ...headers],
    body: Buffer.from(body),
  } satisfies WireRequest
}

function form(method: string, target: string, parts: readonly Buffer[], headers: Header[] = []) {
  const { contentType, body } = multipart(parts)
  return make(method, target, { headers: [['Content-Type', contentType], ...headers], body })
}

const json = (target: string, value: unknown) =>
  make('PUT', target, {
    headers: [['Content-Type', 'application/json']],
    body: JSON.stringify(value),
  })

const raw = (method: string, target: string, headers: readonly Header[], body: string | Buffer) =>
  make(method, target, { headers, body })

const get = (target: string, ...headers: readonly Header[]) => make('GET', target, { headers })

const digest = (algorithm: string, of: string) =>
  `sha-${algorithm}=:${createHash(`sha${algorithm}`).update(of).digest('base64')}:`

const [text, empty, song, page, ...victims] = Array.from({ length: slots }, (_, i) => idOfSlot(i))
const png: Header = ['Content-Type', 'image/png']
const block = Buffer.alloc(20_000, 'a body of some length ')
const disposition = (parameters: string): Header => [
  'Content-Disposition',
  `attachment; ${parameters}`,
]

const uploads = ['/upload', '/api/files', '/file/upload/', '/files/upload'].flatMap((target) => [
  form('POST', target, [filePart('a small file', { type: 'text/plain' })]),
  form('POST', target, [textPart('name', 'given 文.txt'), filePart(block, { filename: 'x.bin' })]),
  form('POST', target, [
    filePart('', { filename: null, parameters: "filename*=UTF-8''na%C3%AFve.txt" }),
    textPart('name', 'later.txt'),
  ]),
  form('POST', target, [filePart('x', { filename: '../dir\\Ünïcode "q" 📄.tar.gz' })]),
])

const rawUploads = [
  raw('POST', '/files/upload?name=notes.txt', [['Content-Type', 'text/plain']], 'raw bytes'),
  raw('POST', '/files/upload', [png, disposition("filename*=UTF-8''%E6%96%87.png")], block),
  raw('POST', '/files/upload', [png, disposition(`filename="${utf8('naïve')}.png"`)], 'x'),
  raw(
    'POST',
    '/files/upload',
    [png, ['Content-Digest', `${digest('256', 'abc')}, ${digest('512', 'abc')}`]],
    'abc'
  ),
  raw('POST', '/files/upload', [png, ['Expect', '100-continue']], 'expected'),
]

const changes = victims.flatMap((id) => [
  json(`/files/${id}`, { file_name: 'renamed 名.txt', file_type: 'text/plain; charset=utf-8' }),
  form('PUT', `/files/${id}`, [
    textPart('file_name', 'new.txt'),
    filePart('new content', { type: 'image/gif' }),
    textPart('file_type', 'text/markdown'),
  ]),
  raw('PUT', `/files/${id}`, [png, ['If-Match', '*']], block),
  raw('PUT', `/files/${id}/content`, [['Content-Type', 'application/json']], '{"any":"bytes"}'),
  raw('PUT', `/files/${id}/content`, [png, ['Repr-Digest', digest('256', 'abc')]], 'abc'),
  make('DELETE', `/files/${id}`),
])

const tus: Header = ['Tus-Resumable', '1.0.0']
const piece: Header = ['Content-Type', 'application/offset+octet-stream']
const named: Header = ['Upload-Metadata', 'filename bmFtZS50eHQ=,filetype dGV4dC9wbGFpbg==']

/** No id of an upload is known here: those of files lead nowhere. */
const pieces = [
  raw('POST', '/tus', [tus, ['Upload-Length', '9'], named], ''),
  raw('POST', '/tus', [tus, ['Upload-Length', '3'], named, piece], 'abc'),
  raw('POST', '/tus', [tus, ['Upload-Length', '40000'], piece], block),
  raw(
    'POST',
    '/tus',
    [tus, ['Upload-Length', '3'], ['Upload-Checksum', 'sha1 qZk+NkcGgWq6PiVxeFDCbJzQ2J0='], piece],
    'abc'
  ),
  raw('PATCH', `/tus/${text}`, [tus, ['Upload-Offset', '0'], piece], 'abc'),
  raw('HEAD', `/tus/${text}`, [tus], ''),
  raw('DELETE', `/tus/${text}`, [tus], ''),
  make('OPTIONS', '/tus'),
]

const conditions = (target: string, slot: number) => [
  get(target),
  make('HEAD', target),
  get(target, ['Range', 'bytes=2-9']),
  get(target, ['Range', 'bytes=-5']),
  get(target, ['Range', 'bytes=10-'], ['If-Range', tagOf(slot)]),
  get(target, ['If-None-Match', `"x", W/${tagOf(slot)}`]),
  get(
    target,
    ['If-Match', tagOf(slot)],
    ['If-Unmodified-Since', 'Sun, 06 Nov 1994 08:49:37 GMT'],
    ['If-Modified-Since', 'Sunday, 06-Nov-94 08:49:37 GMT']
  ),
]

const downloads = [
  ...conditions(`/files/${text}?disposition=inline`, 0),
  ...conditions(`/files/${empty}`, 1),
  ...conditions(`/file/download/${song}`, 2),
  ...conditions('/uploads/hello.txt', 0),
  get(`/files/${page}?disposition=inline&utm=1`),
  get('/uploads/song_%E6%96%87.wav'),
]

const lists = [
  get('/files'),
  get('/files?limit=3&sort=name&order=asc&name=e&type=text/*'),
  get('/files?limit=2&sort=downloads'),
  get(`/files?limit=2&cursor=${cursorWord}`),
  get('/file/metadata/?limit=2&order=asc'),
  get(`/file/metadata/?limit=2&cursor=${cursorWord}`),
  get(`/file/metadata/${text}`),
  get(`/files/${song}/metadata`),
]

const system = [
  ...['/livez', '/readyz', '/openapi.json', '/openapi.yaml', '/docs', '/', '/metrics'].map((t) =>
    get(t, ['Accept', '*/*'], ['Accept-Encoding', 'gzip, br'])
  ),
  make('OPTIONS', '/files', {
    headers: [
      ['Origin', 'http://localhost'],
      ['Access-Control-Request-Method', 'PUT'],
    ],
  }),
  make('OPTIONS', '*'),
  make('TRACE', '/files'),
]

/** Requests that are right, over every operation; all the others are made of them. */
export const corpus: readonly WireRequest[] = [
  ...uploads,
  ...rawUploads,
  ...changes,
  ...pieces,
  ...downloads,
  ...lists,
  ...system,
]
