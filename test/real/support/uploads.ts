import { ListMultipartUploadsCommand, type S3Client } from '@aws-sdk/client-s3'

/** How many uploads to exactly this name were begun and have not ended. */
export async function pendingUploads(client: S3Client, name: string): Promise<number> {
  const command = new ListMultipartUploadsCommand({ Bucket: 'filedrop', Prefix: name })
  const { Uploads = [] } = await client.send(command)
  return Uploads.filter(({ Key }) => Key === name).length
}
