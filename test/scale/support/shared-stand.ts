import {
  ListMultipartUploadsCommand,
  ListObjectsV2Command,
  type S3Client,
} from '@aws-sdk/client-s3'
import { s3Client } from '../../real/support/s3-server.js'
import { ScaledService } from '../../real/support/scaled-service.js'
import { newPlace, type Place, type StoreAddresses } from '../../real/support/shared-stores.js'
import type { Server, Settings } from '../../support/server.js'
import { ServerProcess } from '../../support/server-process.js'
import type { Stand, StandOptions } from '../../support/stand.js'

const Bucket = 'filedrop'

/** Two replicas behind nginx, or for what is direct a replica alone, with their files in a database and a bucket. */
export class SharedStand implements Stand {
  private constructor(
    private readonly place: Place,
    private readonly client: S3Client,
    private readonly scaled: ScaledService | undefined,
    private single: ServerProcess | undefined
  ) {}

  static async start(
    stores: StoreAddresses,
    settings: Settings,
    { direct, dataDir, prepare }: StandOptions
  ): Promise<SharedStand> {
    if (dataDir !== undefined || prepare) throw new Error('replicas have no data directory')
    const place = await newPlace(stores)
    const all = { ...place.settings, ...settings }
    const scaled = direct === undefined ? await ScaledService.start({ settings: all }) : undefined
    const single = scaled ? undefined : await ServerProcess.serve(all)
    return new SharedStand(place, s3Client(stores.endpoint), scaled, single)
  }

  get server(): Server {
    return this.scaled?.group ?? (this.single as ServerProcess)
  }

  async restart(settings: Settings): Promise<void> {
    if (this.scaled) await this.scaled.restart(settings)
    else this.single = await ServerProcess.serve({ ...this.place.settings, ...settings })
  }

  async temporaryFiles(): Promise<string[]> {
    const command = new ListMultipartUploadsCommand({ Bucket, Prefix: this.place.prefix })
    const { Uploads = [] } = await this.client.send(command)
    return Uploads.map(({ Key }) => String(Key))
  }

  async contentFiles(): Promise<string[]> {
    const { prefix: Prefix } = this.place
    const rows: string[] = []
    let ContinuationToken: string | undefined
    do {
      const command = new ListObjectsV2Command({ Bucket, Prefix, ContinuationToken })
      const { Contents = [], NextContinuationToken } = await this.client.send(command)
      for (const { Key = '', Size } of Contents) rows.push(`${Key.slice(Prefix.length)} ${Size}`)
      ContinuationToken = NextContinuationToken
    } while (ContinuationToken !== undefined)
    // Neither of which store they are, nor the last bytes of uploads that go on.
    return rows.filter((row) => /^[\w-]{21} /.test(row)).sort()
  }

  /** A content is an object as soon as it is stored. */
  async settled(): Promise<void> {}

  async remove(): Promise<void> {
    await (this.scaled?.stop() ?? this.single?.kill())
    this.client.destroy()
  }
}
