import type { FileService, ListQuery } from '../../src/core/file-service.js'
import { atOnce } from './at-once.js'
import { built } from './built.js'
import type { Job, JobInput } from './job.js'
import { sampleNumbers, sampleRecord } from './sample-record.js'
import { rename, upload } from './uploads.js'

const clients = 32
const newest: ListQuery = { sort: 'created', order: 'desc' }
/** Of no record, so that all of them are looked at. */
const needle = 'nowhere to be found'

/** What single calls of the file service cost, on both stores, without HTTP. */
export const operations: Job = async (input) => {
  const { compose } = await built('compose.js')
  const { parseConfig } = await built('config.js')
  const { service, close } = await compose(parseConfig({ DATA_DIR: input.place }), {
    report: () => {},
    measure: () => {},
  })
  const samples = new Samples()
  const rounds = input.quick ? 2 : 8
  // The first round is for the compiler.
  for (let round = 0; round <= rounds; round++) {
    if (round === 1) samples.clear()
    await changes(service, samples, input.quick ? 256 : 512)
    await lookups(service, samples, input, round)
    if (round < 3) await scans(service, samples)
  }
  await close()
  return samples.figures
}

class Samples {
  figures: Record<string, number[]> = {}

  clear(): void {
    this.figures = {}
  }

  async take(name: string, times: number, work: (number: number) => Promise<unknown>, most = 1) {
    const before = process.cpuUsage()
    this.add(name, await atOnce(most, times, work))
    const { user, system } = process.cpuUsage(before)
    this.add(`${name}, CPU`, (user + system) / 1000 / times)
  }

  private add(name: string, value: number): void {
    const figures = this.figures[name] ?? []
    this.figures[name] = figures
    figures.push(value)
  }
}

/** Ends with as many records as it began with. */
async function changes(service: FileService, samples: Samples, count: number): Promise<void> {
  const ids: string[] = []
  const each = (name: string, work: (id: string) => Promise<unknown>) =>
    samples.take(name, count, (number) => work(ids[number] as string), clients)
  const add = async (number: number) => ids.push(await upload(service, `new file ${number}.txt`))
  await samples.take('upload', count, add, clients)
  await each('rename', (id) => rename(service, id, 'another name.txt'))
  await each('count', (id) => service.countDownload(id))
  await each('delete', (id) => service.delete(id, undefined))
}

async function lookups(
  service: FileService,
  samples: Samples,
  { records }: JobInput,
  round: number
): Promise<void> {
  const { cursorAfter } = await built('core/list-cursor.js')
  const numbers = sampleNumbers(records, 4096, round)
  const ids = numbers.map((number) => sampleRecord(number).id)
  await samples.take('lookup', ids.length, (number) => service.get(ids[number] as string))
  const pages = 256
  const behind = (number: number) => cursorAfter(sampleRecord(number), newest)
  const middle = numbers.slice(0, pages).map((number) => behind(Math.max(number, 101)))
  const page = (cursor?: string) =>
    service.page(newest, { limit: 100, ...(cursor !== undefined && { cursor }) })
  await samples.take('first page', pages, () => page())
  await samples.take('page somewhere', pages, (number) => page(middle[number]))
  await samples.take('last page', pages, () => page(behind(100)))
}

async function scans(service: FileService, samples: Samples): Promise<void> {
  for (const sort of ['name', 'size', 'downloads'] as const) {
    await samples.take(`page by ${sort}`, 1, () =>
      service.page({ sort, order: 'asc' }, { limit: 100 })
    )
  }
  await samples.take('page by part of a name', 1, () =>
    service.page({ ...newest, nameContains: needle }, { limit: 100 })
  )
}
