import type { Exchange } from './exchange.js'
import type { FuzzCase } from './fuzz-case.js'

const mostFindings = 10
const mib = 1024 * 1024
/** Rounds after which the process has the memory that it needs. */
const warmUp = 3
const mostGrowth = 150 * mib

/** What was sent, what came back, and what must not have happened; findings are printed when they are found. */
export class Report {
  #requests = 0
  #findings = 0
  readonly #counts = new Map<string, number>()
  readonly #memory: number[] = []

  constructor(private readonly seed: number) {}

  get findings(): number {
    return this.#findings
  }

  get isFull(): boolean {
    return this.#findings >= mostFindings
  }

  noteCase(statuses: readonly number[], end: Exchange['end']): void {
    this.#requests++
    for (const status of statuses) this.#count(String(status))
    if (statuses.length === 0) this.#count(`${end} without an answer`)
    else if (end !== 'closed') this.#count(end)
  }

  noteMemory(bytes: number): void {
    this.#memory.push(bytes)
    const growth = bytes - (this.#memory[warmUp - 1] ?? bytes)
    if (growth > mostGrowth) this.add('at rest', `memory grew by ${Math.round(growth / mib)} MiB`)
  }

  /** Something that is wrong with one case. */
  addCase({ iteration, bytes, delivery }: FuzzCase, complaint: string): void {
    this.add(`iteration ${iteration}`, complaint)
    console.log(`  ${JSON.stringify(delivery)}`)
    console.log(`  again: npm run fuzz -- --seed ${this.seed} --only ${iteration}`)
    console.log(`  or: npm run fuzz -- --bytes ${bytes.toString('base64')}`)
  }

  add(place: string, complaint: string): void {
    this.#findings++
    console.log(`FINDING seed ${this.seed}, ${place}: ${complaint.slice(0, 2000)}`)
  }

  #count(what: string): void {
    this.#counts.set(what, (this.#counts.get(what) ?? 0) + 1)
  }

  print(seconds: number): void {
    const counts = [...this.#counts].toSorted(([a], [b]) => (a < b ? -1 : 1))
    const memory = this.#memory.map((bytes) => Math.round(bytes / mib))
    console.log(`seed ${this.seed}, ${Math.round(seconds)} s, ${this.#requests} connections`)
    console.log(`answers: ${counts.map(([what, count]) => `${what}: ${count}`).join(', ')}`)
    console.log(
      `memory at rest, MiB: first ${memory[0]}, last ${memory.at(-1)}, most ${Math.max(...memory)}`
    )
    console.log(`findings: ${this.#findings}`)
  }
}
