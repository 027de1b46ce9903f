import { createHash } from 'node:crypto'
import { expect } from 'vitest'
import { someBytes } from '../../conformance/content-bytes.js'
import { seededRandom } from '../../core/seeded-random.js'
import type { Suite } from '../../support/suite.js'
import type { FileView } from '../../support/wire.js'

/** Bytes that no other test sends. */
export const bytesOf = (length: number, seed: number): Buffer => someBytes(length, seed * 7919)

/** Places at which connections break: anywhere in what a client sends, and now and then in what it is answered. */
export function randomCuts(seed: number) {
  const random = seededRandom(seed)
  return {
    toServer: () => Math.floor(1000 + random() * 1_500_000),
    toClient: () => (random() < 0.2 ? Math.floor(random() * 500) : Number.POSITIVE_INFINITY),
  }
}

/** The one file that has these bytes, which can be read. */
export async function onlyFileOf(suite: Suite, bytes: Buffer): Promise<FileView> {
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  const files = (await suite.list()).filter((file) => file.sha256 === sha256)
  expect(files).toHaveLength(1)
  const [file] = files as [FileView]
  const { body } = await suite.client.get(`/files/${file.file_id}`)
  expect(body.equals(bytes)).toBe(true)
  return file
}
