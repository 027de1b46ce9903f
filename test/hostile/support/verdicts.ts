import { createHash } from 'node:crypto'
import { expect } from 'vitest'
import type { Answer } from '../../support/answer.js'
import { downloadName } from '../../support/disposition.js'
import { expectError } from '../../support/doors.js'
import type { FileView } from '../../support/wire.js'
import type { Input } from './table.js'
import type { Place, Target } from './target.js'

/** The statuses of the codes that a hostile upload comes to (contract, section 8). */
const statuses = {
  BAD_MULTIPART: 400,
  EMPTY_REQUEST: 400,
  INVALID_NAME: 400,
  INVALID_REQUEST: 400,
  FILE_NOT_FOUND: 404,
  FILE_TOO_LARGE: 413,
  UNSUPPORTED_MEDIA_TYPE: 415,
  NO_FILE: 422,
  TOO_MANY_FILES: 422,
} as const

export type Code = keyof typeof statuses

/** A request that only has to be told which file it changes, where it is one that changes a file. */
export interface Attempt {
  readonly place: Place
  readonly send: (target: Target, id: string) => Promise<Answer>
}

/** What has to come of an attempt. */
export type Verdict = (target: Target, attempt: Attempt) => Promise<void>

/** An error in the dress of the door. What it was aimed at is the one file that must come out of every row unchanged. */
export const refused =
  (code: Code): Verdict =>
  async (target, { place, send }) => {
    expectError(await send(target, target.file.file_id), place.door, statuses[code], code)
  }

/** Exactly these bytes are stored; an upload is named like this, a replacement keeps its name. */
export const taken =
  (bytes: string | Buffer, name?: string): Verdict =>
  async (target, { place, send }) => {
    const file = await target.stored(place, (id) => send(target, id))
    expect(file).toMatchObject(holding(bytes))
    if (name !== undefined) expect(file.file_name).toBe(place.replaces ? 'scratch.txt' : name)
  }

/** Exactly these bytes are stored, under this name at every door. */
export const named =
  (bytes: string | Buffer, name: string): Verdict =>
  async (target, { place, send }) => {
    const file = await target.stored(place, (id) => send(target, id))
    expect(file).toMatchObject({ ...holding(bytes), file_name: name })
  }

/** It is named so, in its metadata and by every download; `look` may look closer while it is there. */
export const kept =
  (
    name: string,
    look: (target: Target, file: FileView) => Promise<void> = async () => {}
  ): Verdict =>
  async (target, { place, send }) => {
    const file = await target.stored(
      place,
      (id) => send(target, id),
      async (file) => {
        const shared = await target.client.head(`/file/download/${file.file_id}`)
        expect(downloadName(shared)).toBe(file.file_name)
        await look(target, file)
      }
    )
    expect(file.file_name).toBe(name)
  }

/** The members of a view that speak of the bytes. */
const holding = (bytes: string | Buffer): Partial<FileView> => ({
  file_size: Buffer.byteLength(bytes),
  sha256: createHash('sha256').update(bytes).digest('hex'),
})

/** A form without a file: no upload, and no change. */
export const noFile: Verdict = (target, attempt) =>
  refused(attempt.place.replaces ? 'EMPTY_REQUEST' : 'NO_FILE')(target, attempt)

/** A body of a type that the door does not take; the form door says that there is no file in it. */
export const notAForm: Verdict = (target, attempt) =>
  refused(attempt.place.door === 'form' ? 'NO_FILE' : 'UNSUPPORTED_MEDIA_TYPE')(target, attempt)

/** A text part that nobody knows: ignored where web forms come in, refused by the files door. */
export const stranger =
  (otherwise: Verdict): Verdict =>
  (target, attempt) =>
    (attempt.place.door === 'files' ? refused('INVALID_REQUEST') : otherwise)(target, attempt)

/** The text part that names the file: an upload and a replacement call it differently. */
export const nameField = ({ replaces }: Place): string => (replaces ? 'file_name' : 'name')

export const input = (title: string, attempt: Attempt, verdict: Verdict): Input => ({
  title: `${attempt.place.title} with ${title}`,
  run: (target) => verdict(target, attempt),
})
