import {
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  GetObjectCommand,
  PutObjectCommand,
  UploadPartCommand,
} from '@aws-sdk/client-s3'
import { FileError } from '../../../core/errors.js'
import type { ContentParts, NewPart, PartedContent } from '../../../core/ports/content-parts.js'
import type { StoredPart } from '../../../core/ports/upload-ledger.js'
import { abandonUploads, deleteObject } from './abandon-object.js'
import type { Bucket } from './bucket.js'
import { nameOf, readError, statusOf, storeError } from './errors.js'
import { findObject } from './open-object.js'
import { abandonTails, tailName } from './tails.js'
import { within } from './within.js'

/** What one part may cost a process that dies, whatever is right for other uploads. */
const largestPart = 32 * 1024 * 1024
/** An upload can have 10,000; some of their numbers are lost with the processes that used them. */
const mostParts = 9000

/** Parts of uploads that are under way over several requests, as those of one multipart upload to the final name. */
export class S3ContentParts implements ContentParts {
  constructor(private readonly bucket: Bucket) {}

  partSize(size: number): number {
    const { partSize } = this.bucket.settings
    return Math.max(Math.min(partSize, largestPart), Math.ceil(size / mostParts))
  }

  async begin(key: string): Promise<string> {
    const { bucket } = this
    const command = new CreateMultipartUploadCommand({
      ...bucket.object(key),
      ...(bucket.settings.checksums === 'when_supported' && { ChecksumAlgorithm: 'CRC32' }),
    })
    const { UploadId } = await bucket.client.send(command).catch(rethrow)
    return UploadId as string
  }

  async store(key: string, { series, number, bytes }: NewPart): Promise<StoredPart> {
    const command = new UploadPartCommand({
      ...this.bucket.object(key),
      UploadId: series,
      PartNumber: number,
      Body: bytes,
      ContentLength: bytes.length,
    })
    const answer = await this.bucket.client.send(command).catch((error) => {
      throw readError(error)
    })
    const { ETag: tag = '', ChecksumCRC32: checksum } = answer
    return { number, tag, ...(checksum !== undefined && { checksum }) }
  }

  async storeTail(key: string, name: string, bytes: Uint8Array): Promise<void> {
    const object = this.bucket.object(tailName(key, name))
    const body = { Body: bytes, ContentLength: bytes.length }
    await this.bucket.client.send(new PutObjectCommand({ ...object, ...body })).catch(rethrow)
  }

  async readTail(key: string, name: string, size: number): Promise<Uint8Array> {
    const { client, settings } = this.bucket
    const command = new GetObjectCommand(this.bucket.object(tailName(key, name)))
    try {
      const bytes = await within(settings.timeout, async (abortSignal) => {
        const { Body } = await client.send(command, { abortSignal })
        return Body?.transformToByteArray()
      })
      if (bytes?.length !== size) throw new FileError('CONTENT_MISSING')
      return bytes
    } catch (error) {
      throw readError(error)
    }
  }

  async removeTail(key: string, name: string): Promise<void> {
    await deleteObject(this.bucket, tailName(key, name)).catch(rethrow)
  }

  async assemble(key: string, content: PartedContent): Promise<void> {
    if (content.size === 0) await this.#putNothing(key)
    else await this.#complete(key, content)
  }

  async tidy(key: string): Promise<void> {
    await Promise.all([abandonUploads(this.bucket, key), abandonTails(this.bucket, key)]).catch(
      rethrow
    )
  }

  async #putNothing(key: string): Promise<void> {
    const body = { Body: new Uint8Array(), ContentLength: 0 }
    const command = new PutObjectCommand({ ...this.bucket.object(key), ...body })
    await this.bucket.client.send(command).catch(rethrow)
  }

  async #complete(key: string, { size, series, parts }: PartedContent): Promise<void> {
    const command = new CompleteMultipartUploadCommand({
      ...this.bucket.object(key),
      UploadId: series,
      MultipartUpload: {
        Parts: parts.map(({ number, tag, checksum }) => ({
          PartNumber: number,
          ETag: tag,
          ...(checksum !== undefined && { ChecksumCRC32: checksum }),
        })),
      },
    })
    try {
      await this.bucket.client.send(command)
    } catch (error) {
      const isOver = statusOf(error) === 404 && nameOf(error) !== 'NoSuchBucket'
      if (!isOver && nameOf(error) !== 'InvalidPart') throw storeError(error)
      // Its end may not have been heard of: no other content ever has this name.
      if ((await findObject(this.bucket, key))?.size === size) return
      throw new FileError('CONTENT_MISSING', { cause: error })
    }
  }
}

function rethrow(error: unknown): never {
  throw storeError(error)
}
