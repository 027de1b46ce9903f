import { GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3'
import type { StoreMark } from '../../../core/ports/store-mark.js'
import type { Bucket } from './bucket.js'
import { nameOf, statusOf } from './errors.js'
import { reasonOf } from './require-bucket.js'
import { S3StartError } from './s3-start-error.js'
import { within } from './within.js'

/** No key is named so, and it stays beside them. */
const markName = 'store-id'

/** The object beside the contents that says of which store they are. Errors are `S3StartError`. */
export class StoreMarkObject implements StoreMark {
  constructor(private readonly bucket: Bucket) {}

  async storeId(): Promise<string | undefined> {
    const { bucket } = this
    try {
      return await within(bucket.settings.timeout, async (abortSignal) => {
        const command = new GetObjectCommand(bucket.object(markName))
        const { Body } = await bucket.upkeep.send(command, { abortSignal })
        return (await Body?.transformToString())?.trim()
      })
    } catch (error) {
      if (statusOf(error) === 404 && nameOf(error) !== 'NoSuchBucket') return undefined
      throw new S3StartError(reasonOf(error, bucket), error)
    }
  }

  /** Two stores that meet one bucket at the same moment read the same object afterwards: one of them is refused then, or at its next start. */
  async claim(id: string): Promise<string> {
    const { bucket } = this
    try {
      const object = { ...bucket.object(markName), Body: Buffer.from(`${id}\n`) }
      await bucket.upkeep.send(new PutObjectCommand(object))
    } catch (error) {
      throw new S3StartError(reasonOf(error, bucket), error)
    }
    return (await this.storeId()) ?? id
  }
}
