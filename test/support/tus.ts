import { expect } from 'vitest'
import type { Answer } from './answer.js'
import type { Client } from './client.js'

type Headers = Readonly<Record<string, string>>

export const tusHeaders = { 'Tus-Resumable': '1.0.0' }
const pieceType = 'application/offset+octet-stream'

/** `Upload-Metadata` that says this. */
export const tusMetadata = (facts: Readonly<Record<string, string>>): string =>
  Object.entries(facts)
    .map(([key, value]) => `${key} ${Buffer.from(value).toString('base64')}`)
    .join(',')

/** Asks for a new upload; `headers` replace what the test cares about. */
export const askForUpload = (client: Client, headers: Headers): Promise<Answer> =>
  client.request('POST', '/tus', { headers: { ...tusHeaders, ...headers } })

/** Begins an upload of so many bytes and gives its address. */
export async function beginUpload(
  client: Client,
  size: number,
  facts: Readonly<Record<string, string>> = { filename: 'test.txt' }
): Promise<string> {
  const answer = await askForUpload(client, {
    'Upload-Length': String(size),
    'Upload-Metadata': tusMetadata(facts),
  })
  expect(answer.status, answer.text).toBe(201)
  return answer.get('location') ?? ''
}

export const idOf = (at: string): string => at.slice(at.lastIndexOf('/') + 1)

/** The headers of a piece that begins at this offset. */
export const pieceHeaders = (offset: number | string): Headers => ({
  ...tusHeaders,
  'Upload-Offset': String(offset),
  'Content-Type': pieceType,
})

/** Sends a piece as its client does; `headers` replace what the test cares about. */
export const sendPiece = (
  client: Client,
  at: string,
  { offset, body, headers = {} }: { offset: number; body: string | Buffer; headers?: Headers }
): Promise<Answer> =>
  client.request('PATCH', at, { headers: { ...pieceHeaders(offset), ...headers }, body })

export const askForOffset = (client: Client, at: string): Promise<Answer> =>
  client.head(at, tusHeaders)

/** Where an upload is that must be there. */
export async function offsetOf(client: Client, at: string): Promise<number> {
  const answer = await askForOffset(client, at)
  expect(answer.status).toBe(200)
  return Number(answer.get('upload-offset'))
}
