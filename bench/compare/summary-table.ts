import type { Peer } from '../peers/peer.js'
import { type Aim, aims, limits } from './aims.js'
import { bestOther } from './best-other.js'
import { markdown } from './markdown.js'
import { numberText } from './number-text.js'
import { inMemory, limit, own } from './reference-peers.js'
import type { Figure, Samples } from './samples.js'
import type { Workload } from './workload.js'

const head = [
  ' workload',
  'Filedrop',
  'best other',
  ' which',
  ': best other',
  ': FastAPI',
  ': nginx',
  ' met',
  'RSS, MiB',
]

/** This server against the others, with what was aimed at. */
export function summaryTable(
  samples: Samples,
  workloads: readonly Workload[],
  peers: readonly Peer[]
): string {
  const measured = workloads.filter(({ name }) => samples.median(name, own, 'rate') !== undefined)
  return markdown(
    head,
    measured.map((workload) => row(samples, workload, peers))
  )
}

function row(samples: Samples, { name, title, unit }: Workload, peers: readonly Peer[]): string[] {
  // What is not in its place yet when the load ends counts where it is about that.
  const figure: Figure = name === 'disk-sustained' ? 'settledRate' : 'rate'
  const rate = samples.median(name, own, figure) as number
  const best = bestOther(samples, peers, name, figure)
  const ratios: Required<{ [K in keyof Aim]: number | undefined }> = {
    other: best && rate / best.value,
    fastapi: ratio(rate, samples.median(name, inMemory, figure)),
    nginx: ratio(rate, samples.median(name, limit, figure)),
  }
  const memory = (samples.median(name, own, 'memory') as number) / 1024 ** 2
  const aim = aims[name] ?? {}
  const cells = (['other', 'fastapi', 'nginx'] as const).map((key) =>
    aim[key] === undefined ? numberText(ratios[key]) : `${numberText(ratios[key])} (≥ ${aim[key]})`
  )
  const met = [
    ...(['other', 'fastapi', 'nginx'] as const).flatMap((key) => {
      const [least, reached] = [aim[key], ratios[key]]
      return least === undefined || reached === undefined ? [] : [reached >= least]
    }),
    memory <= limits.memory,
    ...tail(samples, name),
  ]
  const per = unit === 'MB' ? ' MB/s' : '/s'
  return [
    title,
    numberText(rate) + per,
    best ? numberText(best.value) + per : '',
    best?.peer.title ?? '',
    ...cells,
    met.every(Boolean) ? 'yes' : 'no',
    numberText(Math.round(memory)),
  ]
}

const ratio = (rate: number, other: number | undefined) =>
  other === undefined ? undefined : rate / other

function tail(samples: Samples, workload: string): boolean[] {
  if (workload !== 'mixed') return []
  const [p50, p99] = (['p50', 'p99'] as const).map((name) => samples.median(workload, own, name))
  return [(p99 as number) <= limits.p99 * (p50 as number)]
}
