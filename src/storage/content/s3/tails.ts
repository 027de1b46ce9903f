import { paginateListObjectsV2 } from '@aws-sdk/client-s3'
import { deleteObject } from './abandon-object.js'
import type { Bucket } from './bucket.js'

/**
 * Where bytes of an upload are that are fewer than a part. No key has a dot in it. In a folder of their own they would be in
 * the way of each other: versitygw takes that away with its last object, also from under one that is just being put there.
 */
export const tailName = (key: string, name: string): string => `${key}.${name}`

/** Removes all tails of an upload, also those that no process knows of any more. */
export async function abandonTails(bucket: Bucket, key: string): Promise<void> {
  const { upkeep: client, name, prefix } = bucket
  const place = { Bucket: name, Prefix: prefix + tailName(key, '') }
  for await (const { Contents = [] } of paginateListObjectsV2({ client }, place)) {
    for (const { Key = '' } of Contents) await deleteObject(bucket, Key.slice(prefix.length))
  }
}
