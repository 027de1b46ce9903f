import { expect } from 'vitest'
import type { Answer } from './answer.js'
import type { Client } from './client.js'
import { type DoorName, type Sample, uploadBy } from './doors.js'

/** A file that answers at every address of its bytes, as it was when it came in. */
export interface Published {
  readonly id: string
  readonly name: string
  readonly etag: string
  readonly modified: string
}

/** An address of the bytes of a file. */
export interface DownloadRoute {
  readonly title: string
  readonly door: DoorName
  readonly path: (file: { readonly id: string; readonly name: string }) => string
}

/** Every address of the bytes: one implementation has to serve them all alike. */
export const downloadRoutes: readonly DownloadRoute[] = [
  { title: '/files/{id}', door: 'files', path: ({ id }) => `/files/${id}` },
  { title: '/file/download/{id}', door: 'share', path: ({ id }) => `/file/download/${id}` },
  {
    title: '/uploads/{name}',
    door: 'named',
    path: ({ name }) => `/uploads/${encodeURIComponent(name)}`,
  },
]

/** Uploads a file under a name that is a safe name as well. */
export async function publish(
  client: Client,
  sample: Sample & { readonly name: string }
): Promise<Published> {
  const id = await uploadBy(client, 'form', sample)
  const head = await client.head(`/files/${id}`)
  const etag = head.get('etag') ?? ''
  const modified = head.get('last-modified') ?? ''
  return { id, name: sample.name, etag, modified }
}

/** The date of a file, moved by so many seconds. */
export const shifted = ({ modified }: Published, seconds: number): string =>
  new Date(Date.parse(modified) + seconds * 1000).toUTCString()

/** The answer has these bytes of the content and no others; `end` is the first that it has not. */
export function expectPart(answer: Answer, content: Buffer, start: number, end: number): void {
  expect([answer.status, answer.get('content-range')], answer.text).toEqual([
    206,
    `bytes ${start}-${end - 1}/${content.length}`,
  ])
  expect(answer.get('content-length')).toBe(String(end - start))
  expect(answer.body.equals(content.subarray(start, end))).toBe(true)
}

/** The answer has the whole content and does not look like a part. */
export function expectWhole(answer: Answer, content: Buffer): void {
  expect([answer.status, answer.get('content-range')], answer.text).toEqual([200, undefined])
  expect(answer.get('content-length')).toBe(String(content.length))
  expect(answer.body.equals(content)).toBe(true)
}
