import { asConnectionError } from './errors.js'

/** Told the bytes that went so far. */
export type OnProgress = (bytes: number) => void

interface Watching {
  readonly onProgress?: OnProgress | undefined
  readonly signal?: AbortSignal | undefined
}

/** The same bytes, counted as they are asked for; what breaks them off is an error of this client. */
export function watched(
  source: ReadableStream<Uint8Array>,
  { onProgress, signal }: Watching
): ReadableStream<Uint8Array> {
  const reader = source.getReader()
  let bytes = 0
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        try {
          // The fetch of Node goes on to read what it no longer sends.
          signal?.throwIfAborted()
          const { done, value } = await reader.read()
          if (done) return controller.close()
          bytes += value.length
          onProgress?.(bytes)
          controller.enqueue(value)
        } catch (error) {
          controller.error(asConnectionError(error))
          await reader.cancel(error)
        }
      },
      cancel: (reason) => reader.cancel(reason),
    },
    // Nothing is read ahead: what waits here would be memory that grows with the chunks.
    { highWaterMark: 0 }
  )
}
