import {
  AbortMultipartUploadCommand,
  DeleteObjectCommand,
  ListMultipartUploadsCommand,
  type MultipartUpload,
} from '@aws-sdk/client-s3'
import type { Bucket } from './bucket.js'
import { statusOf } from './errors.js'

/** Removes whatever there is under the key: parts of uploads that never ended, and the object. */
export async function abandonObject(bucket: Bucket, key: string): Promise<void> {
  await abandonUploads(bucket, key)
  await deleteObject(bucket, key)
}

/** Removes the parts of uploads to this key that never ended. */
export async function abandonUploads(bucket: Bucket, key: string): Promise<void> {
  for await (const { UploadId } of uploadsOf(bucket, key)) {
    const command = new AbortMultipartUploadCommand({ ...bucket.object(key), UploadId })
    await bucket.upkeep.send(command).catch((error) => {
      // It ended in the meantime.
      if (statusOf(error) !== 404) throw error
    })
  }
}

/** Nothing happens where there is no object: services do not even say so. */
export async function deleteObject(bucket: Bucket, key: string): Promise<void> {
  await bucket.upkeep.send(new DeleteObjectCommand(bucket.object(key)))
}

/**
 * The uploads to a key that are under way. MinIO finds them by the whole key alone: by any other prefix it lists none,
 * and without one only those since its start.
 */
async function* uploadsOf(bucket: Bucket, key: string): AsyncGenerator<MultipartUpload> {
  const { Bucket, Key } = bucket.object(key)
  let after = {}
  for (;;) {
    const command = new ListMultipartUploadsCommand({ Bucket, Prefix: Key, ...after })
    const page = await bucket.upkeep.send(command)
    for (const upload of page.Uploads ?? []) if (upload.Key === Key) yield upload
    if (!page.IsTruncated) return
    after = { KeyMarker: page.NextKeyMarker, UploadIdMarker: page.NextUploadIdMarker }
  }
}
