import type { Answer } from './answer.js'
import type { Client } from './client.js'
import { filePart, multipart, textPart } from './multipart.js'

/** A way to change a file that is there. */
export interface Change {
  readonly title: string
  readonly method: 'PUT' | 'DELETE'
  readonly path: (id: string) => string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: Buffer
}

/** The new content of a change that brings one. */
export const replacement = Buffer.from('second')
const rename = Buffer.from('{"file_name":"b.txt"}')
const bytes = { 'Content-Type': 'image/png' }
const file = (id: string) => `/files/${id}`

function form(title: string, part: Buffer): Change {
  const { contentType, body } = multipart([part])
  return { title, method: 'PUT', path: file, headers: { 'Content-Type': contentType }, body }
}

/** Every way to change a file that has a body. */
export const replacements: readonly Change[] = [
  { title: 'PUT of bytes', method: 'PUT', path: file, headers: bytes, body: replacement },
  {
    title: 'PUT of bytes to /content',
    method: 'PUT',
    path: (id) => `/files/${id}/content`,
    headers: bytes,
    body: replacement,
  },
  form('PUT of a form with a file', filePart(replacement)),
  form('PUT of a form without a file', textPart('file_name', 'b.txt')),
  {
    title: 'PUT of JSON',
    method: 'PUT',
    path: file,
    headers: { 'Content-Type': 'application/json' },
    body: rename,
  },
  {
    title: 'PUT of JSON to /name',
    method: 'PUT',
    path: (id) => `/files/${id}/name`,
    headers: { 'Content-Type': 'application/json' },
    body: rename,
  },
]

/** Every way to change a file. */
export const changes: readonly Change[] = [
  ...replacements,
  { title: 'DELETE', method: 'DELETE', path: file, headers: {} },
]

/** Sends a change with these headers beside its own. */
export function change(
  client: Client,
  { method, path, headers, body }: Change,
  id: string,
  more: Readonly<Record<string, string>> = {}
): Promise<Answer> {
  return client.request(method, path(id), {
    headers: { ...headers, ...more },
    ...(body && { body }),
  })
}
