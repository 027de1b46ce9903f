import type { Sample } from './sample.js'

export type Figure = 'rate' | 'settledRate' | 'cpu' | 'memory' | 'p50' | 'p99' | 'p999'

/** All that was measured. */
export class Samples {
  readonly all: Sample[] = []
  readonly failures: string[] = []

  add(sample: Sample): void {
    this.all.push(sample)
  }

  fail(what: string, cause: unknown): void {
    this.failures.push(`${what}: ${cause instanceof Error ? cause.message : cause}`)
  }

  has(workload: string): boolean {
    return this.all.some((sample) => sample.workload === workload)
  }

  /** In ascending order; empty where it was not measured. */
  figures(workload: string, peer: string, figure: Figure): number[] {
    return this.all
      .filter((sample) => sample.workload === workload && sample.peer === peer)
      .map((sample) => sample[figure])
      .filter((value) => value !== undefined)
      .sort((a, b) => a - b)
  }

  median(workload: string, peer: string, figure: Figure): number | undefined {
    const values = this.figures(workload, peer, figure)
    const [low, high] = [values[(values.length - 1) >> 1], values[values.length >> 1]]
    return low === undefined || high === undefined ? undefined : (low + high) / 2
  }
}
