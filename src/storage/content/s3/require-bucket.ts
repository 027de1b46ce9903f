import { HeadBucketCommand, ListObjectsV2Command, PutObjectCommand } from '@aws-sdk/client-s3'
import { abandonObject } from './abandon-object.js'
import type { Bucket } from './bucket.js'
import { nameOf, statusOf } from './errors.js'
import { S3StartError } from './s3-start-error.js'

/** No key is named so: it can be written again and again, also by several at once. */
const probe = 'start-probe'

/**
 * Makes sure that objects can be found in the bucket and, unless that is all that is wanted, written to it and removed
 * from it. Throws `S3StartError`.
 */
export async function requireBucket(
  bucket: Bucket,
  { readOnly }: { readonly readOnly: boolean }
): Promise<void> {
  const { client, name } = bucket
  try {
    await client.send(new HeadBucketCommand({ Bucket: name }))
    await client.send(new ListObjectsV2Command({ Bucket: name, Prefix: bucket.prefix, MaxKeys: 1 }))
    if (readOnly) return
    // What would fail every upload, or keep the janitor from its work, is better told at the start.
    const object = bucket.object(probe)
    await client.send(new PutObjectCommand({ ...object, Body: Buffer.from(probe) }))
    await abandonObject(bucket, probe)
  } catch (error) {
    throw new S3StartError(reasonOf(error, bucket), error)
  }
}

/** Why the bucket cannot be used, with what may help. */
export function reasonOf(error: unknown, { name, settings }: Bucket): string {
  const place = settings.endpoint ?? `AWS in ${settings.region}`
  switch (statusOf(error)) {
    case 404:
      return `There is no bucket ${name} at ${place}, or not for these credentials: \`filedrop admin create-bucket\` makes it`
    case 401:
    case 403:
      return `The credentials are wrong, or not good for the bucket ${name} at ${place}`
    case 301:
      return `The bucket ${name} at ${place} is not in S3_REGION ${settings.region}`
    case 501:
      return `${place} does not know what is asked of it: S3_CHECKSUMS=when_required may help`
  }
  if (nameOf(error) === 'CredentialsProviderError') {
    return `There are no credentials for ${place}: AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY name them`
  }
  return `The bucket ${name} at ${place} cannot be used: ${inWords(error)}`
}

/** An address that was tried in several ways has an error without a message for all of them. */
function inWords(error: unknown): string {
  const { message, code, name } = error as NodeJS.ErrnoException
  return message || code || name
}
