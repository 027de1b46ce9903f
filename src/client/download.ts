import { unexpectedAnswer } from './read-problem.js'
import { type OnProgress, watched } from './watched.js'

/** Bytes of a file on their way. */
export interface Download {
  /** Fails with `ConnectionError` when the bytes end early. */
  readonly body: ReadableStream<Uint8Array>
  /** Everything at once, with the media type of the file. In place of `body`. */
  blob(): Promise<Blob>
  /** Where in the file the bytes begin. */
  readonly start: number
  /** Bytes of the whole file. */
  readonly total: number
  /** Of the whole file, in hexadecimal, to hold the bytes against. */
  readonly sha256: string
  readonly etag: string
  readonly type: string
}

/** The download that a 200 or a 206 is. Throws `FiledropError` when the answer does not tell what is needed. */
export function readDownload(response: Response, onProgress?: OnProgress): Download {
  const { headers } = response
  const [, start, whole] = /^bytes (\d+)-\d+\/(\d+)$/.exec(headers.get('Content-Range') ?? '') ?? []
  const total = whole ?? headers.get('Content-Length')
  const digest = /sha-256=:([A-Za-z0-9+/]{43}=):/.exec(headers.get('Repr-Digest') ?? '')?.[1]
  if (!total || !digest) throw unexpectedAnswer(response)
  const type = headers.get('Content-Type') ?? ''
  const body = watched(response.body ?? new Blob([]).stream(), { onProgress })
  return {
    body,
    blob: () => new Response(body, { headers: { 'Content-Type': type } }).blob(),
    start: Number(start ?? 0),
    total: Number(total),
    sha256: hex(digest),
    etag: headers.get('ETag') ?? '',
    type,
  }
}

const hex = (base64: string): string =>
  Array.from(atob(base64), (byte) => byte.charCodeAt(0).toString(16).padStart(2, '0')).join('')
