import { CreateBucketCommand, HeadBucketCommand } from '@aws-sdk/client-s3'
import { Bucket } from './bucket.js'
import { statusOf } from './errors.js'
import { reasonOf } from './require-bucket.js'
import type { S3Settings } from './s3-settings.js'
import { S3StartError } from './s3-start-error.js'

/** The region that has no name where a bucket is made. */
const unnamedRegion = 'us-east-1'

/** Makes the bucket, unless it is there already, and says which of the two. Throws `S3StartError`. */
export async function createBucket(settings: S3Settings): Promise<{ created: boolean }> {
  const bucket = new Bucket(settings)
  try {
    if (await isThere(bucket)) return { created: false }
    await create(bucket)
    return { created: true }
  } catch (error) {
    // Another one made it in the meantime; it is of use where it is ours.
    if (statusOf(error) === 409 && (await isThere(bucket).catch(() => false))) {
      return { created: false }
    }
    throw new S3StartError(whyNot(error, bucket), error)
  } finally {
    bucket.close()
  }
}

function whyNot(error: unknown, bucket: Bucket): string {
  const { name, settings } = bucket
  switch (statusOf(error)) {
    case 404:
      return `${settings.endpoint ?? 'AWS'} makes no bucket ${name} (404): it is no S3, or does not know these credentials`
    case 409:
      return `The name ${name} is taken: buckets of others have it`
  }
  return reasonOf(error, bucket)
}

async function isThere({ client, name }: Bucket): Promise<boolean> {
  try {
    await client.send(new HeadBucketCommand({ Bucket: name }))
    return true
  } catch (error) {
    if (statusOf(error) === 404) return false
    throw error
  }
}

async function create({ client, name, settings }: Bucket): Promise<void> {
  const { region } = settings
  const isNamed = region !== unnamedRegion
  await client.send(
    new CreateBucketCommand({
      Bucket: name,
      ...(isNamed && { CreateBucketConfiguration: { LocationConstraint: region as 'eu-west-1' } }),
    })
  )
}
