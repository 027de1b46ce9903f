import type { ScaledService } from '../../test/real/support/scaled-service.js'
import { getText, uploadText } from '../load/http-text.js'
import { wrk } from '../load/wrk.js'
import { median } from './median.js'
import { peakMemory } from './peak-memory.js'
import { rawUpload } from './raw-upload.js'

const content = Buffer.alloc(4096, 'small ')

interface CrowdsOptions {
  readonly service: ScaledService
  readonly seconds: number
  readonly rounds: number
}

/** What 32 clients get from one replica, from one behind nginx, and from two. */
export async function crowds({ service, seconds, rounds }: CrowdsOptions): Promise<void> {
  const [first, second] = service.replicas
  const proxy = `http://127.0.0.1:${service.port}`
  const made = await fetch(`${proxy}/files/upload?name=asked-for`, {
    method: 'POST',
    body: content,
  })
  const { file_id: id } = (await made.json()) as { file_id: string }
  const workloads = {
    '4 KiB upload, raw body': (url: string, prefix: string) =>
      uploadText(url, rawUpload, { prefix, content }),
    '4 KiB download': (url: string) => getText(url, `/files/${id}`),
    'metadata by id': (url: string) => getText(url, `/files/${id}/metadata`),
  }
  const ways = {
    'one replica': async () => `http://127.0.0.1:${first?.port}`,
    'one behind nginx': async () => {
      await service.nginx.takeOut(second?.port)
      return proxy
    },
    'two behind nginx': async () => {
      await service.nginx.takeOut()
      return proxy
    },
  }
  const watch = peakMemory(service.replicas)
  for (const [workload, text] of Object.entries(workloads)) {
    const rates = new Map<string, number[]>()
    for (let round = 0; round < rounds; round++) {
      for (const [way, open] of Object.entries(ways)) {
        const url = await open()
        const requests = [text(url, `bench-${round}-${way.replaceAll(' ', '-')}-`)]
        const result = await wrk({ url, requests, connections: 32, seconds })
        rates.set(way, [...(rates.get(way) ?? []), result.requests / result.seconds])
      }
    }
    const words = [...rates].map(([way, values]) => `${way} ${Math.round(median(values))}/s`)
    console.log(`${workload}: ${words.join(', ')}`)
  }
  console.log(`memory of a replica meanwhile: ${watch.stop()} MiB`)
}
