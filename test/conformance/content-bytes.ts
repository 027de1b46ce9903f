import { FileError } from '../../src/core/errors.js'
import type { ContentStore } from '../../src/core/ports/content-store.js'
import { newId } from './new-file.js'

/** Bytes of which every stretch is another, so that none can be taken for another one. */
export function someBytes(length: number, seed = 0): Buffer {
  const numbers = new Uint32Array(Math.ceil(length / 4))
  for (let i = 0; i < numbers.length; i++) numbers[i] = Math.imul(i + 1, 0x9e3779b1) + seed
  return Buffer.from(numbers.buffer, 0, length)
}

/** The bytes in chunks of a size; in one where none is given. */
export async function* inChunks(
  bytes: Uint8Array,
  size = bytes.length
): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}

export async function collected(chunks: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const list: Uint8Array[] = []
  for await (const chunk of chunks) list.push(chunk)
  return Buffer.concat(list)
}

/** Puts bytes into the store for good and gives their key. */
export async function published(store: ContentStore, bytes: Uint8Array): Promise<string> {
  const staged = await store.stage(newId(), inChunks(bytes))
  await staged.publish()
  return staged.key
}

export const rangeOf = (size: number, start = 0, end = size - 1) => ({ start, end, size })

/** The whole content under a key. */
export async function contentOf(store: ContentStore, key: string, size: number): Promise<Buffer> {
  return collected(await store.open(key, rangeOf(size)))
}

/** The code with which work fails. */
export async function failure(work: Promise<unknown>): Promise<string> {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason
  )
  return error instanceof FileError ? error.code : String(error)
}
