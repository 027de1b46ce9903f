import { getText, uploadText } from '../load/http-text.js'
import type { Upload } from '../peers/peer.js'
import type { Session } from './session.js'

export const smallFile = 4096

/** The form where the peer takes one, and the body where it does not. */
export const formOf = ({ peer }: Session): Upload => peer.api.form ?? peer.api.raw

export function uploadRequest(session: Session, upload: Upload): Buffer {
  const content = session.contents.bytes(smallFile)
  return uploadText(session.url, upload, { prefix: session.prefix(), content })
}

export async function downloadRequest(session: Session, size: number): Promise<Buffer> {
  return getText(session.url, session.peer.api.file(await session.stored(size)))
}

/**
 * Metadata by id. Where a peer has none, whether the file is still the same, which answers as little: to HEAD wrk waits
 * for a body that never comes.
 */
export async function metadataRequest(session: Session): Promise<Buffer> {
  const { api } = session.peer
  const uploaded = await session.stored(smallFile)
  if (api.metadata) return getText(session.url, api.metadata(uploaded))
  const path = api.file(uploaded)
  const response = await fetch(session.url + path, { headers: { Connection: 'close' } })
  await response.arrayBuffer()
  return getText(session.url, path, { 'If-None-Match': response.headers.get('etag') ?? '' })
}
