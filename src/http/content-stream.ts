import { Readable } from 'node:stream'
import type { ContentReader } from '../core/ports/content-store.js'

/**
 * The body of a download. It writes each chunk by itself and gives it back once the connection has taken it, which no
 * pipe does; so a long download goes through two buffers, and those stay in the caches of the processor.
 */
export class ContentStream extends Readable {
  #stop = () => {}

  constructor(private readonly chunks: ContentReader) {
    super()
  }

  override pipe<T extends NodeJS.WritableStream>(destination: T): T {
    this.once('end', () => destination.end())
    this.#writeTo(destination).catch((error) => this.destroy(error))
    return destination
  }

  override _read(): void {}

  override _destroy(error: Error | null, callback: (error: Error | null) => void): void {
    this.#stop()
    const left = this.chunks.return?.() ?? Promise.resolve()
    left.then(() => callback(error), callback)
  }

  async #writeTo(destination: NodeJS.WritableStream): Promise<void> {
    for (;;) {
      const { done, value } = await this.chunks.next()
      if (this.destroyed) return
      if (done) break
      if (!(await this.#isTaken(destination, value))) return
      this.chunks.recycle?.(value)
    }
    this.push(null)
    this.resume()
  }

  /** False when the connection is gone: then somebody destroys this stream as well. */
  #isTaken(destination: NodeJS.WritableStream, chunk: Uint8Array): Promise<boolean> {
    return new Promise((resolve) => {
      this.#stop = () => resolve(false)
      destination.write(chunk, (error) => resolve(!error))
    })
  }
}
