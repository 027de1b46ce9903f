import { expect } from 'vitest'
import type { Answer } from './answer.js'
import type { Client } from './client.js'
import { leakIn } from './leak.js'
import { filePart } from './multipart.js'
import type { FileView, NamedFile, ProblemView, SharedFile } from './wire.js'

export type DoorName = 'form' | 'named' | 'share' | 'files'

/** A place where a file comes in as part of a multipart body. */
export interface FormEntry {
  readonly title: string
  readonly door: DoorName
  readonly method: 'POST' | 'PUT'
  readonly success: 200 | 201
  /** Whether it replaces the content of a file that is there already. */
  readonly replaces: boolean
  readonly path: (id: string) => string
}

/** A place where the body of a request is the file. */
export type RawEntry = FormEntry

const fixed = (path: string) => () => path

/** The four doors through which a file is uploaded as a form. */
export const uploadForms: readonly FormEntry[] = [
  {
    title: 'POST /upload',
    door: 'form',
    method: 'POST',
    success: 200,
    replaces: false,
    path: fixed('/upload'),
  },
  {
    title: 'POST /api/files',
    door: 'named',
    method: 'POST',
    success: 201,
    replaces: false,
    path: fixed('/api/files'),
  },
  {
    title: 'POST /file/upload/',
    door: 'share',
    method: 'POST',
    success: 201,
    replaces: false,
    path: fixed('/file/upload/'),
  },
  {
    title: 'POST /files/upload',
    door: 'files',
    method: 'POST',
    success: 201,
    replaces: false,
    path: fixed('/files/upload'),
  },
]

/** Every entry point for a multipart body. */
export const formEntries: readonly FormEntry[] = [
  ...uploadForms,
  {
    title: 'PUT /files/{id}',
    door: 'files',
    method: 'PUT',
    success: 200,
    replaces: true,
    path: (id) => `/files/${id}`,
  },
]

/** Every entry point for a raw body. */
export const rawEntries: readonly RawEntry[] = [
  {
    title: 'POST /files/upload',
    door: 'files',
    method: 'POST',
    success: 201,
    replaces: false,
    path: fixed('/files/upload'),
  },
  {
    title: 'PUT /files/{id}',
    door: 'files',
    method: 'PUT',
    success: 200,
    replaces: true,
    path: (id) => `/files/${id}`,
  },
  {
    title: 'PUT /files/{id}/content',
    door: 'files',
    method: 'PUT',
    success: 200,
    replaces: true,
    path: (id) => `/files/${id}/content`,
  },
]

/** A file as one upload: what is sent where nothing else matters. */
export interface Sample {
  readonly content?: string | Buffer
  readonly name?: string
  readonly type?: string
}

/** Uploads through one of the four doors and gives the id of the new file. */
export async function uploadBy(
  client: Client,
  door: DoorName,
  sample: Sample = {}
): Promise<string> {
  const entry = uploadForms.find((form) => form.door === door)
  if (!entry) throw new Error(`no door ${door}`)
  const part = filePart(sample.content ?? 'File contents', {
    filename: sample.name ?? 'test.txt',
    ...(sample.type !== undefined && { type: sample.type }),
  })
  const answer = await client.sendForm('POST', entry.path(''), [part])
  expect(answer.status, answer.text).toBe(entry.success)
  return uploadedId(door, answer)
}

/** The id of the new file, out of the answer of the door that took it. */
export function uploadedId(door: DoorName, answer: Answer): string {
  switch (door) {
    case 'form':
      return /^<[^>]*\/files\/([\w-]{21})>; rel="item"$/.exec(answer.get('link') ?? '')?.[1] ?? ''
    case 'named':
      return answer.json<NamedFile>().id
    case 'share':
      return answer.json<SharedFile>().file_id
    case 'files':
      return answer.json<FileView>().file_id
  }
}

/** Uploads a file, through the files door if not by another, and gives its view. */
export async function upload(
  client: Client,
  sample: Sample = {},
  door: DoorName = 'files'
): Promise<FileView> {
  return metadataOf(client, await uploadBy(client, door, sample))
}

export async function metadataOf(client: Client, id: string): Promise<FileView> {
  const answer = await client.get(`/files/${id}/metadata`)
  expect(answer.status, answer.text).toBe(200)
  return answer.json<FileView>()
}

/** What the form door says for the two errors that its document names. */
const formSentences: Readonly<Record<string, string>> = {
  NO_FILE: 'No file part.',
}

/** The answer is this error, in the dress of this door. */
export function expectError(
  answer: Answer,
  door: DoorName | 'tus',
  status: number,
  code: string
): void {
  if (door === 'form' || door === 'tus') {
    expect([answer.status, answer.type], answer.text).toEqual([
      formSentences[code] ? 400 : status,
      'text/plain',
    ])
    expect(answer.text.trimEnd()).toMatch(/^[ -~]+$/)
    expect(leakIn(answer.text), answer.text).toBeUndefined()
    return
  }
  const type = door === 'named' ? 'application/json' : 'application/problem+json'
  expect([answer.status, answer.type], answer.text).toEqual([status, type])
  const problem = answer.json<ProblemView>()
  expect(problem).toMatchObject({ status, code, type: expect.any(String) })
  expect(problem.title).not.toBe('')
  expect(problem.detail).not.toBe('')
  expect(problem.request_id).toBe(answer.get('x-request-id'))
  expect(leakIn(answer.text), answer.text).toBeUndefined()
  if (door === 'named') expect(problem.message).toEqual(expect.any(String))
}
