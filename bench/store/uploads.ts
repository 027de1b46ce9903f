import { randomBytes } from 'node:crypto'
import type { FileService } from '../../src/core/file-service.js'

const content = randomBytes(4096)

async function* chunks() {
  yield content
}

/** Uploads 4 KiB as a door would have it; resolves with the id. */
export async function upload(service: FileService, name: string): Promise<string> {
  const source = {
    atLeast: content.length,
    digests: [],
    name,
    receive: async (store: (bytes: AsyncIterable<Uint8Array>) => Promise<void>) => {
      await store(chunks())
      return { name }
    },
  }
  return (await service.upload(source, { publish: false })).id
}

export async function rename(service: FileService, id: string, name: string): Promise<void> {
  const source = { atLeast: 0, digests: [], receive: async () => ({ name }) }
  await service.update(id, () => source, undefined)
}
