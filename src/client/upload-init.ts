import { type OnProgress, watched } from './watched.js'

/**
 * The bytes of a file: all there, as a `File` of a browser is, or as they come. Most browsers send no streams: give them a
 * Blob.
 */
export type Content = Blob | ReadableStream<Uint8Array>

export interface ContentOptions {
  /** Display name of the file. */
  readonly name?: string
  /** Media type; that of the Blob, or what the name stands for, when not given. */
  readonly type?: string
  /** Bytes of a stream, where they are known: the service can then refuse at once what is too large. */
  readonly size?: number
  /** Not told in a browser, whose fetch says nothing until everything is sent. */
  readonly onProgress?: OnProgress
  readonly signal?: AbortSignal
}

/** What `fetch` is given to send the content. */
export function uploadInit(content: Content, { type, size, onProgress, signal }: ContentOptions) {
  const isBlob = content instanceof Blob
  const length = isBlob ? content.size : size
  const counts = onProgress && !('XMLHttpRequest' in globalThis)
  const stream = isBlob ? counts && content.stream() : content
  return {
    body: stream ? watched(stream, { onProgress, signal }) : content,
    bodySerializer: (body: unknown) => body as RequestInit['body'],
    headers: {
      'Content-Type': type || (isBlob && content.type) || 'application/octet-stream',
      // A browser puts in its own and drops this one; Node would send a stream in chunks without it.
      ...(stream && length !== undefined && { 'Content-Length': String(length) }),
    },
    duplex: 'half' as const,
    ...(stream && { fetch: fetchOnce }),
    ...(signal && { signal }),
  }
}

/**
 * Node keeps all that was sent for a redirect to be sent again, and gives it up under exactly these two options. A
 * stream could not be sent again in any case.
 */
const fetchOnce = (request: Request): Promise<Response> =>
  fetch(request, { redirect: 'error', window: null })
