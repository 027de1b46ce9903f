import type { Peer } from '../peers/peer.js'
import type { Machine } from './machine.js'
import type { Options } from './options.js'
import { promisesTable } from './promises-table.js'
import type { Samples } from './samples.js'
import { stageTable } from './stage-table.js'
import { summaryTable } from './summary-table.js'
import type { Stage } from './workload.js'

const gib = 1024 ** 3

interface ReportOptions {
  readonly samples: Samples
  readonly stages: readonly Stage[]
  readonly peers: readonly Peer[]
  readonly machine: Machine
  readonly options: Options
}

/** Everything as markdown. */
export async function report(about: ReportOptions): Promise<string> {
  const { samples, stages, peers, machine, options } = about
  const workloads = stages.flatMap((stage) => stage.workloads)
  const parts = [
    headline(machine, options),
    await promisesTable(peers),
    '### Filedrop against the others',
    summaryTable(samples, workloads, peers),
  ]
  for (const stage of stages) {
    if (!stage.workloads.some(({ name }) => samples.has(name))) continue
    parts.push(`### ${stage.title}`, stageTable(samples, stage, peers))
  }
  if (samples.failures.length > 0) {
    parts.push('### Failed', samples.failures.map((failure) => `- ${failure}`).join('\n'))
  }
  return parts.join('\n\n')
}

function headline(machine: Machine, { rounds, seconds, large, settings }: Options): string {
  const { cores, processor, memoryGiB, kernel, disk, load } = machine
  const short = large < gib ? `, ${large / 1024 ** 2} MiB where 1 GiB is said` : ''
  const set = Object.entries(settings).map((entry) => entry.join('='))
  return [
    `Of ${machine.date}: ${cores} cores (${processor}), ${memoryGiB} GiB, Linux ${kernel}, disk ${disk};`,
    `Node ${machine.node}, ${machine.wrk}, ${machine.curl};`,
    `rounds ${rounds}, ${seconds} s each${short}${set.length > 0 ? `, ${set}` : ''};`,
    `load ${load[0].toFixed(1)} at first, ${load[1].toFixed(1)} at last.`,
  ].join(' ')
}
