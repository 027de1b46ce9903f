import type { FileService } from '../../src/core/file-service.js'
import { sampleNumbers, sampleRecord } from './sample-record.js'
import { upload } from './uploads.js'

const clients = 8
const lookupsPerUpload = 10

/** Clients that upload and look up, until they are stopped. */
export class Load {
  uploads = 0
  private stopped = false
  private readonly running: Promise<unknown>

  constructor(service: FileService, records: number) {
    const ids = sampleNumbers(records, 10_000, 1).map((number) => sampleRecord(number).id)
    const client = async () => {
      while (!this.stopped) {
        await upload(service, 'new file.txt')
        this.uploads++
        for (let i = 0; i < lookupsPerUpload; i++) {
          await service.get(ids[(this.uploads * lookupsPerUpload + i) % ids.length] as string)
        }
      }
    }
    this.running = Promise.all(Array.from({ length: clients }, client))
  }

  async stop(): Promise<void> {
    this.stopped = true
    await this.running
  }
}
