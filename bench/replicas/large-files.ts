import { createReadStream, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { finished } from 'node:stream/promises'
import { DeleteObjectCommand, GetObjectCommand, type S3Client } from '@aws-sdk/client-s3'
import { Upload } from '@aws-sdk/lib-storage'
import type { ScaledService } from '../../test/real/support/scaled-service.js'
import type { SharedStores } from '../../test/real/support/shared-stores.js'
import { curlDownload, curlUpload } from '../load/curl.js'
import { median } from './median.js'
import { peakMemory } from './peak-memory.js'
import { rawUpload } from './raw-upload.js'

const Bucket = 'filedrop'
const Key = 'beside'
const atOnce = 10

interface LargeFilesOptions {
  readonly service: ScaledService
  readonly stores: SharedStores
  /** Bytes. */
  readonly size: number
  readonly rounds: number
}

/** Bytes a second in MB. */
async function speed(size: number, work: () => Promise<unknown>): Promise<number> {
  const start = performance.now()
  await work()
  return size / 1000 / (performance.now() - start)
}

async function sdkDownload(client: S3Client): Promise<void> {
  const { Body } = await client.send(new GetObjectCommand({ Bucket, Key }))
  const stream = Body as NodeJS.ReadableStream
  stream.resume()
  await finished(stream)
}

/** Files in memory, so that no disk but that of MinIO is measured. */
export async function largeFiles({ service, stores, size, rounds }: LargeFilesOptions) {
  const directory = mkdtempSync('/dev/shm/filedrop-bench-')
  const file = join(directory, 'large')
  writeFileSync(file, Buffer.alloc(size, 'what is in a large file, again and again '))
  const client = stores.client()
  const [replica] = service.replicas
  const url = `http://127.0.0.1:${replica?.port}`
  const rates = { up: [] as number[][], down: [] as number[][] }
  try {
    for (let round = 0; round < rounds; round++) {
      const params = { Bucket, Key, Body: createReadStream(file, { highWaterMark: 2 ** 20 }) }
      const sdkUp = await speed(size, () => new Upload({ client, params }).done())
      const sdkDown = await speed(size, () => sdkDownload(client))
      await client.send(new DeleteObjectCommand({ Bucket, Key }))
      let id = ''
      const up = await speed(size, async () => {
        const answer = await curlUpload({ url, upload: rawUpload, file, name: 'large.bin' })
        id = JSON.parse(answer).file_id
      })
      const down = await speed(size, () => curlDownload(`${url}/files/${id}`))
      await fetch(`${url}/files/${id}`, { method: 'DELETE' })
      rates.up.push([up, sdkUp])
      rates.down.push([down, sdkDown])
      const words = [sdkUp, up, sdkDown, down].map((rate) => Math.round(rate))
      console.log(
        `MB/s: upload by the SDK ${words[0]}, by the service ${words[1]}; download ${words[2]}, ${words[3]}`
      )
    }
    for (const [way, pairs] of Object.entries(rates)) {
      const ratio = median(pairs.map(([ours = 0, theirs = 1]) => ours / theirs))
      console.log(`${way}: service to SDK ${ratio.toFixed(2)} (at least 0.8 is aimed at)`)
    }
    const watch = peakMemory(service.replicas.slice(0, 1))
    const upload = (at: number) =>
      curlUpload({ url, upload: rawUpload, file, name: `large-${at}.bin` })
    await Promise.all(Array.from({ length: atOnce }, (_, at) => upload(at)))
    console.log(
      `memory with ${atOnce} such uploads at once: ${watch.stop()} MiB (at most 250 are aimed at)`
    )
  } finally {
    client.destroy()
    rmSync(directory, { recursive: true })
  }
}
