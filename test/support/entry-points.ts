import type { Answer } from './answer.js'
import type { Client } from './client.js'
import { type DoorName, formEntries, rawEntries } from './doors.js'
import { filePart } from './multipart.js'
import { everything, type Scope } from './tokens.js'
import { beginUpload, pieceHeaders, sendPiece, tusHeaders } from './tus.js'

/** The name under which the file that entry points are about is published. */
export const publishedName = 'guarded.txt'

/** One way in, with a request that has nothing wrong about it. */
export interface EntryPoint {
  readonly title: string
  readonly door: DoorName | 'tus'
  /** What its caller needs where tokens are in use; `token` for any token. */
  readonly needs: Scope | 'token'
  /** What it does to the file that it is about. */
  readonly effect: 'none' | 'changes' | 'deletes'
  readonly send: (client: Client, id: string) => Promise<Answer>
}

const reading = (
  path: string,
  needs: EntryPoint['needs'],
  door: DoorName = 'files'
): EntryPoint => ({
  title: `GET ${path}`,
  door,
  needs,
  effect: 'none',
  send: (client, id) => client.get(path.replace('{id}', id)),
})

const uploading = ({ replaces }: { readonly replaces: boolean }) =>
  replaces
    ? ({ needs: 'manage', effect: 'changes' } as const)
    : ({ needs: 'upload', effect: 'none' } as const)

/** Every way in: each upload in each form, each download, each list, each change. */
export const entryPoints: readonly EntryPoint[] = [
  ...formEntries.map((form) => ({
    title: `${form.title} as a form`,
    door: form.door,
    ...uploading(form),
    send: (client: Client, id: string) =>
      client.sendForm(form.method, form.path(id), [filePart('x')]),
  })),
  ...rawEntries.map((raw) => ({
    title: `${raw.title} as raw bytes`,
    door: raw.door,
    ...uploading(raw),
    send: (client: Client, id: string) =>
      client.request(raw.method, raw.path(id), {
        headers: { 'Content-Type': 'text/plain' },
        body: 'x',
      }),
  })),
  {
    title: 'POST /tus with all its bytes',
    door: 'tus',
    needs: 'upload',
    effect: 'none',
    send: (client) =>
      client.request('POST', '/tus', {
        headers: { ...pieceHeaders(0), 'Upload-Length': '1' },
        body: 'x',
      }),
  },
  {
    title: 'PATCH /tus/{id}',
    door: 'tus',
    needs: 'upload',
    effect: 'none',
    send: async (client) =>
      sendPiece(client, await beginUpload(client.as(everything), 2), { offset: 0, body: 'x' }),
  },
  {
    title: 'DELETE /tus/{id}',
    door: 'tus',
    needs: 'manage',
    effect: 'none',
    send: async (client) => client.delete(await beginUpload(client.as(everything), 2), tusHeaders),
  },
  {
    title: 'PUT /files/{id} as JSON',
    door: 'files',
    needs: 'manage',
    effect: 'changes',
    send: (client, id) => client.sendJson('PUT', `/files/${id}`, { file_name: publishedName }),
  },
  {
    title: 'DELETE /files/{id}',
    door: 'files',
    needs: 'manage',
    effect: 'deletes',
    send: (client, id) => client.delete(`/files/${id}`),
  },
  reading('/files/{id}', 'read'),
  reading('/files/{id}/metadata', 'read'),
  reading('/file/download/{id}', 'read', 'share'),
  reading('/file/metadata/{id}', 'read', 'share'),
  reading(`/uploads/${publishedName}`, 'read', 'named'),
  reading('/files', 'list'),
  reading('/files?limit=1', 'list'),
  reading('/file/metadata/', 'list', 'share'),
  reading('/metrics', 'token'),
  reading('/openapi.json', 'token'),
  reading('/openapi.yaml', 'token'),
]
