import type { FileInfo } from '../client/client.js'
import type { Api } from './api.js'

interface FetchOptions {
  readonly api: Api
  readonly signal: AbortSignal
  /** What the bytes are shown as, whatever the service calls them. */
  readonly type: string
  /** Told from 0 to 1. */
  onProgress(portion: number): void
}

/** The whole file, in the hands of the browser. */
export async function fetchBlob(
  { file_id, file_size }: FileInfo,
  { api, signal, type, onProgress }: FetchOptions
): Promise<Blob> {
  const download = await api.call((client) =>
    client.download(file_id, {
      signal,
      onProgress: (bytes) => onProgress(file_size === 0 ? 1 : bytes / file_size),
    })
  )
  return new Response(download.body, { headers: { 'Content-Type': type } }).blob()
}
