import { paginateListObjectsV2 } from '@aws-sdk/client-s3'
import type { SweptObject } from '../../../core/ports/content-sweep.js'
import type { Bucket } from './bucket.js'

/** What a name must look like to be a key: anything else in the bucket belongs to somebody else. */
const contentKey = /^[\w-]{21}$/

/** The contents in the bucket, some hundreds at a time. */
export async function* listObjects(bucket: Bucket): AsyncGenerator<SweptObject> {
  const { upkeep: client, name, prefix } = bucket
  const place = { Bucket: name, Prefix: prefix, Delimiter: '/' }
  for await (const page of paginateListObjectsV2({ client }, place)) {
    for (const { Key = '', LastModified } of page.Contents ?? []) {
      const key = Key.slice(prefix.length)
      if (LastModified && contentKey.test(key)) yield { key, modifiedAt: LastModified.getTime() }
    }
  }
}
