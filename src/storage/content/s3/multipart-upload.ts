import {
  type CompletedPart,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  UploadPartCommand,
} from '@aws-sdk/client-s3'
import type { Bucket } from './bucket.js'

/** Uploads at once up to which each has a buffer more, to be filled meanwhile. More of them keep the line busy anyway. */
const fewUploads = 4

/**
 * An object that comes in parts. The SDK has one in a package of its own, which joins the chunks of each part in a new
 * buffer and takes none in meanwhile: with ten uploads at once that is half as much memory again.
 */
export class MultipartUpload {
  /** Buffers of parts that were sent. */
  readonly spare: Buffer[] = []
  readonly #parts: CompletedPart[] = []
  readonly #running = new Set<Promise<void>>()
  /** Undefined before the first part. */
  #uploadId: string | undefined
  #failure: { readonly error: unknown } | undefined

  constructor(
    private readonly bucket: Bucket,
    private readonly key: string
  ) {}

  get hasBegun(): boolean {
    return this.#uploadId !== undefined
  }

  /** Resolves when the part is on its way, while not too many others are. Keeps the buffer until it is in `spare`. */
  async send(bytes: Buffer): Promise<void> {
    if (!this.hasBegun) await this.#begin()
    await this.#runningAtMost(this.bucket.settings.partsInFlight - 1)
    this.#throwFailure()
    const sending = this.#sendPart(bytes)
      .catch((error: unknown) => {
        // Whoever brings the next part, or the end, is told.
        this.#failure ??= { error }
      })
      .finally(() => this.#running.delete(sending))
    this.#running.add(sending)
    if (this.bucket.uploads > fewUploads) {
      await this.#runningAtMost(this.bucket.settings.partsInFlight - 1)
    }
  }

  /** Makes the parts one object. */
  async complete(): Promise<void> {
    await this.settled()
    this.#throwFailure()
    const command = new CompleteMultipartUploadCommand({
      ...this.bucket.object(this.key),
      UploadId: this.#uploadId,
      MultipartUpload: { Parts: this.#parts },
    })
    await this.bucket.client.send(command)
  }

  /** Resolves when no part is on its way any more. */
  async settled(): Promise<void> {
    await this.#runningAtMost(0)
  }

  async #runningAtMost(count: number): Promise<void> {
    while (this.#running.size > count) await Promise.race(this.#running)
  }

  async #begin(): Promise<void> {
    const { bucket, key } = this
    const command = new CreateMultipartUploadCommand({
      ...bucket.object(key),
      // The parts have one as soon as it is supported, and the whole must then be told.
      ...(bucket.settings.checksums === 'when_supported' && { ChecksumAlgorithm: 'CRC32' }),
    })
    this.#uploadId = (await bucket.client.send(command)).UploadId
  }

  async #sendPart(bytes: Buffer): Promise<void> {
    const part: CompletedPart = { PartNumber: this.#parts.length + 1 }
    this.#parts.push(part)
    const command = new UploadPartCommand({
      ...this.bucket.object(this.key),
      UploadId: this.#uploadId,
      PartNumber: part.PartNumber,
      Body: bytes,
      ContentLength: bytes.length,
    })
    const { ETag, ChecksumCRC32 } = await this.bucket.client.send(command)
    part.ETag = ETag
    if (ChecksumCRC32 !== undefined) part.ChecksumCRC32 = ChecksumCRC32
    this.spare.push(bytes)
  }

  #throwFailure(): void {
    if (this.#failure) throw this.#failure.error
  }
}
