import { EventEmitter, once } from 'node:events'
import { setTimeout } from 'node:timers/promises'
import type { Measure } from '../../src/core/measure.js'
import { built } from './built.js'
import type { Figures, Job, JobInput } from './job.js'
import { Load } from './load.js'
import { watchLoop } from './loop-delay.js'

/** How the event loop fares under uploads and lookups. */
export const serving: Job = (input) => serve(input, 'serving', false)

/** The same while one compaction follows the other. */
export const compacting: Job = (input) => serve(input, 'compacting', true)

async function serve(input: JobInput, name: string, compacts: boolean): Promise<Figures> {
  const compactions = new Compactions()
  const { service, close } = await open(input.place, compacts, compactions.measure)
  const load = new Load(service, input.records)
  const shortest = input.quick ? 500 : 1500
  const period = (milliseconds: number, count: number) =>
    Promise.all([setTimeout(milliseconds), compacts && compactions.more(count)])
  await period(shortest / 3, 1)
  const uploaded = load.uploads
  const compacted = compactions.seconds.length
  const begun = performance.now()
  const delays = watchLoop(name)
  await period(shortest, input.quick ? 1 : 3)
  const elapsed = performance.now() - begun
  const uploads = load.uploads - uploaded
  const seconds = compactions.seconds.slice(compacted)
  const figures = await delays()
  await load.stop()
  await close()
  return {
    ...figures,
    [`${name}, upload`]: [elapsed / uploads],
    ...(compacts && { compaction: seconds }),
  }
}

async function open(directory: string, compacts: boolean, measure: Measure) {
  const { nodeFs: fs } = await built('storage/fs/node-fs.js')
  const { JsonMetadataStore } = await built('storage/metadata/json/json-metadata-store.js')
  const { DirectoryContentStore } = await built(
    'storage/content/directory/directory-content-store.js'
  )
  const { FileService } = await built('core/file-service.js')
  const report = () => {}
  // With this limit any line in the journal starts a compaction, so there is always one under way.
  const limits = compacts ? { journalLines: 0 } : {}
  const metadata = await JsonMetadataStore.open({ directory, fs, report, measure, limits })
  const contents = await DirectoryContentStore.open({ directory, fs, minFreeSpace: 0, report })
  const service = new FileService({ contents, metadata, maxFileSize: 0, report })
  return { service, close: () => metadata.close() }
}

/** How long each compaction took, so far. */
class Compactions {
  readonly seconds: number[] = []
  private readonly ended = new EventEmitter()

  readonly measure: Measure = (what, value) => {
    if (what !== 'compaction') return
    this.seconds.push(value)
    this.ended.emit('one')
  }

  /** Resolves when so many more have ended. */
  async more(count: number): Promise<void> {
    for (const goal = this.seconds.length + count; this.seconds.length < goal; ) {
      await once(this.ended, 'one')
    }
  }
}
