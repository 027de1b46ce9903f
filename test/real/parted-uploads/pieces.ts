import type { HeldUpload, NewUpload } from '../../../src/core/ports/unfinished-uploads.js'
import { inChunks } from '../../conformance/content-bytes.js'
import { newId } from '../../conformance/new-file.js'
import type { Replica } from './stand.js'

export const newUpload = (size: number, members: Partial<NewUpload> = {}): NewUpload => ({
  id: newId(),
  size,
  name: 'a.txt',
  metadata: 'filename YS50eHQ=',
  expiresAt: Date.now() + 3_600_000,
  ...members,
})

/** Takes an upload that is there. */
export async function hold(
  { uploads }: Replica,
  id: string,
  onWanted = () => {}
): Promise<HeldUpload> {
  const held = await uploads.hold(id, onWanted)
  if (!held) throw new Error('there is no such upload')
  return held
}

/** Adds bytes as one request does, and gives the new offset. */
export async function append(replica: Replica, id: string, bytes: Uint8Array): Promise<number> {
  const held = await hold(replica, id)
  try {
    return await held.append(inChunks(bytes, 65_536))
  } finally {
    await held.release()
  }
}

/** Chunks, and then what becomes of the connection. */
export async function* followedBy(bytes: Uint8Array, happens: () => Promise<void>) {
  yield* inChunks(bytes, 65_536)
  await happens()
}
