import type { FileInfo } from '../../client/client.js'
import { bytesInWords } from '../../terminal/words.js'
import type { Api } from '../api.js'
import { fetchBlob } from '../fetch-blob.js'

/** More than this is not fetched as a whole. */
const mostAtOnce = 1024 ** 3

interface SourceOptions {
  readonly api: Api
  readonly signal: AbortSignal
  /** Told from 0 to 1, where the file has to be fetched before it can be played. */
  onProgress(portion: number): void
}

/**
 * An address that a media element can play, to be revoked after use. The element asks the service for the ranges that it needs;
 * but it can send no token, and then the whole file is fetched first.
 */
export async function mediaSource(file: FileInfo, options: SourceOptions): Promise<string> {
  const { api } = options
  if (!api.hasToken) return api.url(`files/${file.file_id}?disposition=inline`)
  if (file.file_size > mostAtOnce) {
    throw new RangeError(
      `With a token, files over ${bytesInWords(mostAtOnce)} have to be downloaded first`
    )
  }
  return URL.createObjectURL(await fetchBlob(file, { ...options, type: file.file_type }))
}
