import { Gauge, Histogram, type Registry } from 'prom-client'
import type { Measure, Measured } from '../core/measure.js'
import type { StoreUsage } from '../core/store-usage.js'

/** Seconds: from a fast solid state disk to a snapshot of millions of records. */
const disk = [
  0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10, 60,
]
const changes = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512]

const measures: Record<Measured, { name: string; help: string; buckets: number[] }> = {
  journalAppend: {
    name: 'filedrop_journal_append_duration_seconds',
    help: 'Time to write a batch of changes to the journal, without the sync.',
    buckets: disk,
  },
  journalSync: {
    name: 'filedrop_journal_sync_duration_seconds',
    help: 'Time to sync the journal.',
    buckets: disk,
  },
  journalBatch: {
    name: 'filedrop_journal_batch_changes',
    help: 'Changes written to the journal at once.',
    buckets: changes,
  },
  contentSync: {
    name: 'filedrop_content_sync_duration_seconds',
    help: 'Time to sync the content of an upload.',
    buckets: disk,
  },
  directorySync: {
    name: 'filedrop_content_directory_sync_duration_seconds',
    help: 'Time to sync the directory of contents, which concurrent uploads share.',
    buckets: disk,
  },
  compaction: {
    name: 'filedrop_compaction_duration_seconds',
    help: 'Time to fold the journals into a snapshot of the metadata.',
    buckets: disk,
  },
}

/** Times the work of the stores, and asks them what they hold. */
export class StoreInstruments {
  readonly #histograms = new Map<Measured, Histogram>()
  readonly #files: Gauge
  readonly #bytes: Gauge
  readonly #free: Gauge
  #usage: StoreUsage | undefined

  constructor(registry: Registry) {
    const registers = [registry]
    for (const [what, configuration] of Object.entries(measures)) {
      this.#histograms.set(what as Measured, new Histogram({ ...configuration, registers }))
    }
    this.#files = new Gauge({ name: 'filedrop_store_files', help: 'Files stored.', registers })
    this.#bytes = new Gauge({
      name: 'filedrop_store_bytes',
      help: 'Bytes of the contents of all files.',
      registers,
    })
    this.#free = new Gauge({
      name: 'filedrop_store_free_bytes',
      help: 'Bytes that uploads can still take before they are refused.',
      registers,
    })
  }

  readonly measure: Measure = (what, value) => this.#histograms.get(what)?.observe(value)

  watch(usage: StoreUsage): void {
    this.#usage = usage
  }

  async refresh(): Promise<void> {
    const [totals, room] = await Promise.all([
      this.#usage?.totals().catch(() => undefined),
      this.#usage?.room().catch(() => undefined),
    ])
    show(this.#files, totals?.files)
    show(this.#bytes, totals?.bytes)
    show(this.#free, room)
  }
}

/** What is not known is left out: 0 would be a lie that somebody is woken up for. */
function show(gauge: Gauge, value: number | undefined): void {
  if (value === undefined) gauge.remove()
  else gauge.set(value)
}
