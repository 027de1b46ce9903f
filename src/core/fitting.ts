import { FileError } from './errors.js'

/**
 * The same chunks, as long as they fit into `room` bytes; throws `FILE_TOO_LARGE` instead of the first that does not. The
 * chunk that fills it comes only after the end of the others, so that bytes of which there are too many never fill it.
 */
export async function* fitting(
  chunks: AsyncIterable<Uint8Array>,
  room: number
): AsyncGenerator<Uint8Array> {
  let taken = 0
  let filling: Uint8Array | undefined
  for await (const chunk of chunks) {
    if (chunk.length === 0) continue
    taken += chunk.length
    if (taken > room) {
      throw new FileError('FILE_TOO_LARGE', { detail: 'The upload has fewer bytes' })
    }
    if (taken === room) filling = chunk
    else yield chunk
  }
  if (filling) yield filling
}
