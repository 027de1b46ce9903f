import { PutObjectCommand } from '@aws-sdk/client-s3'
import type { Bytes } from '../../../core/ports/content-store.js'
import type { Bucket } from './bucket.js'
import { MultipartUpload } from './multipart-upload.js'
import { partsOf } from './parts-of.js'

/**
 * Stores the bytes under the key: in one request where they fill no more than one part, else in parts, one of which
 * comes in while the others are sent. The object is there when all of them are, and until then nothing is.
 *
 * What goes wrong leaves its parts behind: the caller removes them.
 */
export async function putObject(bucket: Bucket, key: string, bytes: Bytes): Promise<void> {
  const { partSize } = bucket.settings
  if (!(bytes instanceof Uint8Array)) return putParts(bucket, key, bytes)
  if (bytes.length > partSize) return putParts(bucket, key, only(bytes))
  return putWhole(bucket, key, bytes)
}

async function putParts(
  bucket: Bucket,
  key: string,
  chunks: AsyncIterable<Uint8Array>
): Promise<void> {
  const upload = new MultipartUpload(bucket, key)
  bucket.uploads++
  try {
    const options = { size: bucket.settings.partSize, spare: upload.spare }
    for await (const { bytes, isLast } of partsOf(chunks, options)) {
      if (isLast && !upload.hasBegun) return await putWhole(bucket, key, bytes)
      await upload.send(bytes)
    }
    await upload.complete()
  } finally {
    // A part that arrives after its upload was removed would stay for ever.
    await upload.settled()
    bucket.uploads--
  }
}

async function putWhole(bucket: Bucket, key: string, bytes: Uint8Array): Promise<void> {
  const body = { Body: bytes, ContentLength: bytes.length }
  await bucket.client.send(new PutObjectCommand({ ...bucket.object(key), ...body }))
}

async function* only(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes
}
