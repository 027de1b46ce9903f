import { Client } from '../support/client.js'
import { openDescriptors, residentBytes } from '../support/process-facts.js'
import { ServerProcess } from '../support/server-process.js'
import { exchange } from './exchange.js'
import { type FuzzCase, fuzzCase } from './fuzz-case.js'
import { judge } from './judge.js'
import { fillIn } from './placeholders.js'
import { Pool } from './pool.js'
import type { Report } from './report.js'
import { Vitals } from './vitals.js'

/** Timeouts short enough to be met often, and limits small enough to be gone beyond. */
const settings = {
  HEADERS_TIMEOUT: '2s',
  BODY_IDLE_TIMEOUT: '1s',
  KEEP_ALIVE_TIMEOUT: '300ms',
  WRITE_IDLE_TIMEOUT: '3s',
  MAX_FILE_SIZE: '256KiB',
  MAX_FIELD_SIZE: '4KiB',
  MAX_PARTS: '20',
  MIN_FREE_SPACE: '1MiB',
}

/** Far more than all the timeouts together, for a busy machine. */
const patience = 20_000
const concurrency = 32
const casesPerRound = 1000

interface FuzzerOptions {
  readonly seed: number
  readonly dataDir: string
  readonly report: Report
}

/** How long it goes on; both may be without end. */
interface FuzzExtent {
  readonly cases: number
  /** Milliseconds since the epoch. */
  readonly until: number
}

/** A server and the requests that are thrown at it. */
export class Fuzzer {
  private constructor(
    private readonly options: FuzzerOptions,
    private readonly server: ServerProcess,
    private readonly client: Client,
    private readonly pool: Pool,
    private readonly vitals: Vitals
  ) {}

  static async start(options: FuzzerOptions): Promise<Fuzzer> {
    const { dataDir } = options
    const server = await ServerProcess.start(dataDir, settings)
    // The spool opens its segment with the first content, and keeps it open.
    const descriptors = (await openDescriptors(server.pid)) + 1
    const client = await Client.connect(server.port)
    const pool = new Pool(client)
    const vitals = new Vitals({ server, dataDir, pool, descriptors })
    return new Fuzzer(options, server, client, pool, vitals)
  }

  /** Round after round until there were so many cases, the time is over, or enough was found. */
  async run(extent: FuzzExtent): Promise<void> {
    for (let first = 0; first < extent.cases && this.#goesOn(extent); first += casesPerRound) {
      await this.pool.stock()
      await this.#round(first, extent)
      await this.#rest(`after iterations from ${first}`)
      await this.pool.empty()
    }
  }

  /** One case alone, and what it leaves. */
  async only(alone: FuzzCase): Promise<void> {
    await this.pool.stock()
    await this.#send(alone)
    await this.#rest('after it')
  }

  /** Ends the server as an operator does, and looks at what another one finds. */
  async end(): Promise<void> {
    const { report, dataDir } = this.options
    if (!this.server.running) return
    await this.pool.stock()
    const before = await this.pool.list()
    const { code } = await this.server.stop()
    if (code !== 0) report.add('at the end', `the server ended with ${code}`)
    const next = await ServerProcess.start(dataDir, settings)
    const after = new Pool(await Client.connect(next.port))
    if (JSON.stringify(await after.list()) !== JSON.stringify(before)) {
      report.add('at the end', 'the list is another one after a restart')
    }
    for (const id of await after.damaged()) report.add('at the end', `${id} is damaged`)
    await next.stop()
  }

  async kill(): Promise<void> {
    await this.server.kill()
  }

  #goesOn({ until }: FuzzExtent): boolean {
    return Date.now() < until && !this.options.report.isFull && this.server.running
  }

  async #round(first: number, extent: FuzzExtent): Promise<void> {
    const end = Math.min(first + casesPerRound, extent.cases)
    let next = first
    const worker = async () => {
      while (next < end && this.#goesOn(extent)) {
        await this.#send(fuzzCase(this.options.seed, next++))
      }
    }
    await Promise.all(Array.from({ length: concurrency }, worker))
  }

  async #send(fuzzed: FuzzCase): Promise<void> {
    const { report } = this.options
    const bytes = fillIn(fuzzed.bytes, this.pool.ids, this.pool.cursor)
    const { delivery } = fuzzed
    const result = await exchange({ port: this.server.port, bytes, delivery, patience })
    const { statuses, complaints } = judge(fuzzed, result, this.client.document)
    report.noteCase(statuses, result.end)
    for (const complaint of [...complaints, ...this.vitals.complaints()]) {
      report.addCase(fuzzed, complaint)
    }
    if (bytes.includes('DELETE') && this.server.running) await this.pool.stock()
  }

  /** What must hold when nothing is under way. */
  async #rest(place: string): Promise<void> {
    const { report } = this.options
    for (const complaint of this.vitals.complaints()) report.add(place, complaint)
    if (!this.server.running) return
    for (const remains of await this.vitals.remains()) report.add(place, remains)
    for (const id of await this.pool.damaged()) report.add(place, `${id} is damaged`)
    report.noteMemory(await residentBytes(this.server.pid))
  }
}
