import type { S3Client } from '@aws-sdk/client-s3'
import { createClient } from './create-client.js'
import type { S3Settings } from './s3-settings.js'

/** Connections for all that is no content. */
const upkeepSockets = 32

/** The bucket of the settings, and under which name a key is in it. */
export class Bucket {
  /** For contents: whoever reads one slowly has a connection of it all the time. */
  readonly client: S3Client
  /** For what must go on all the same: looking whether the service is there, removals, lists. */
  readonly upkeep: S3Client
  readonly name: string
  /** In front of every key. */
  readonly prefix: string
  /** Those in parts that are under way. */
  uploads = 0

  constructor(readonly settings: S3Settings) {
    this.client = createClient(settings)
    this.upkeep = createClient({ ...settings, maxSockets: upkeepSockets })
    this.name = settings.bucket
    this.prefix = settings.prefix === '' ? '' : `${settings.prefix}/`
  }

  /** The object of a key, as commands name it. */
  object(key: string): { readonly Bucket: string; readonly Key: string } {
    return { Bucket: this.name, Key: this.prefix + key }
  }

  /** Ends what is under way and lets go of the connections. */
  close(): void {
    this.client.destroy()
    this.upkeep.destroy()
  }
}
