import { expect } from 'vitest'
import type { Answer } from '../../support/answer.js'
import { replacement } from '../../support/changes.js'
import { uploadedId } from '../../support/doors.js'
import { publish } from '../../support/downloads.js'
import type { Request } from './requests.js'
import { content, type Target } from './target.js'

/** A request by its lines, one byte a character: nothing is added, mended or left out. */
export function raw(lines: readonly string[], body: string | Buffer = ''): Buffer {
  return Buffer.concat([Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1'), Buffer.from(body)])
}

export interface Changes {
  /** Lines instead of the one `Host` field. */
  readonly host?: readonly string[]
  /** Lines before all others. */
  readonly first?: readonly string[]
  /** Lines behind all others. */
  readonly fields?: readonly string[]
  /** Lines instead of the length; the body is then as it is given. */
  readonly framing?: readonly string[]
  readonly body?: string | Buffer
  readonly version?: string
  /** What is made of the path. */
  readonly path?: (path: string) => string
}

/** The request with changes, for the file that is there from the beginning if not for another. */
export function bytesOf(
  target: Target,
  request: Request,
  changes: Changes = {},
  file: { readonly id: string; readonly name: string } = fileOf(target)
): Buffer {
  const body = changes.body ?? request.body
  const path = request.path(file)
  const asked = changes.path?.(path) ?? path
  const length = body === undefined ? [] : [`Content-Length: ${Buffer.byteLength(body)}`]
  return raw(
    [
      `${request.method} ${asked} HTTP/${changes.version ?? '1.1'}`,
      ...(changes.first ?? []),
      ...(changes.host ?? [hostOf(target)]),
      ...request.fields,
      ...(changes.framing ?? length),
      ...(changes.fields ?? []),
    ],
    body
  )
}

export const hostOf = (target: Target): string => `Host: ${target.client.host}`

export const fileOf = ({ file }: Target) => ({ id: file.file_id, name: file.file_name })

/** Sends the request with changes and holds the answer against the document. */
export async function send(
  target: Target,
  request: Request,
  changes: Changes = {}
): Promise<Answer | undefined> {
  return target.sendRaw(bytesOf(target, request, changes), request.method)
}

/** There is an answer, and it is this error in the words of its door; one to HEAD has no words. */
export function expectRefused(
  target: Target,
  answer: Answer | undefined,
  expected: { readonly status: number; readonly code: string; readonly request: Request }
): void {
  const { request, status, code } = expected
  if (!answer) throw new Error('the connection ended without an answer')
  if (request.method === 'HEAD') expect(answer.status).toBe(status)
  else target.refused(answer, status, code, request.door)
}

/**
 * The request is served as if nothing were the matter, with these changes to it. Whatever it is about is a file of
 * its own, which goes again with what was stored.
 */
export async function expectServed(
  target: Target,
  request: Request,
  changes: Changes = {}
): Promise<Answer> {
  const { client } = target
  const { id, name } = await publish(client, { content, name: 'scratch.txt' })
  const answer = await target.sendRaw(
    bytesOf(target, request, changes, { id, name }),
    request.method
  )
  if (!answer) throw new Error('the connection ended without an answer')
  const { path, method } = request
  client.check(method, path({ id, name }), answer)
  expect([200, 201], answer.text).toContain(answer.status)
  if (method === 'PUT') await expectStored(target, id, request)
  else {
    if (method === 'POST') await expectStored(target, uploadedId(request.door, answer), request)
    await client.delete(`/files/${id}`)
  }
  return answer
}

/** What the request stored is there as it was sent, whole; the file goes again. */
export async function expectStored(target: Target, id: string, request: Request): Promise<void> {
  if (request.body?.includes(replacement)) {
    expect((await target.client.get(`/files/${id}`)).body).toEqual(replacement)
  }
  expect((await target.client.delete(`/files/${id}`)).status).toBe(200)
}

/** Bytes that no request can be made of: 400 from the parser, which knows no doors, and then the end. */
export async function expectBroken(target: Target, sent: Buffer): Promise<void> {
  const connection = await target.client.open()
  await connection.send(sent)
  const answer = await connection.answer()
  target.refused(answer, 400, 'INVALID_REQUEST')
  expect(answer.get('connection')).toBe('close')
  expect(await connection.rest()).toHaveLength(0)
}

/** What makes of every request with these changes this error. */
export const refusedWith =
  (status: number, code: string) =>
  async (target: Target, request: Request, changes: Changes): Promise<void> =>
    expectRefused(target, await send(target, request, changes), { request, status, code })

/** What every request with these changes is served in spite of. */
export const servedAll = async (
  target: Target,
  request: Request,
  changes: Changes
): Promise<void> => {
  await expectServed(target, request, changes)
}
