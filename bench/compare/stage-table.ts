import type { Peer } from '../peers/peer.js'
import { bestOther } from './best-other.js'
import { markdown } from './markdown.js'
import { numberText } from './number-text.js'
import { inMemory, limit } from './reference-peers.js'
import type { Figure, Samples } from './samples.js'
import type { Stage, Workload } from './workload.js'

const head = [
  ' workload',
  ' server',
  ' unit',
  'median',
  'min–max',
  ': best other',
  ': FastAPI',
  ': nginx',
  'CPU',
  'RSS, MiB',
  'p50, ms',
  'p99, ms',
  'p99.9, ms',
  'in place',
]

/** Every figure of a stage. */
export function stageTable(samples: Samples, stage: Stage, peers: readonly Peer[]): string {
  const rows = stage.workloads.flatMap((workload) =>
    peers.flatMap((peer) => row({ samples, peers, workload, peer }))
  )
  return markdown(head, rows)
}

interface RowOptions {
  readonly samples: Samples
  readonly peers: readonly Peer[]
  readonly workload: Workload
  readonly peer: Peer
}

function row({ samples, peers, workload, peer }: RowOptions): string[][] {
  const { name, title, unit } = workload
  const reason = peer.cannot?.[name]
  if (reason !== undefined) return [[title, peer.title, reason, ...head.slice(3).map(() => '')]]
  const rates = samples.figures(name, peer.name, 'rate')
  const of = (figure: Figure) => samples.median(name, peer.name, figure)
  const rate = of('rate')
  if (rate === undefined) return []
  const to = (other: number | undefined) => (other === undefined ? '' : numberText(rate / other))
  const instead = workload.instead?.(peer)
  const cpu = (of('cpu') as number) * (unit === 'MB' ? 1e3 : 1e6)
  return [
    [
      title,
      instead === undefined ? peer.title : `${peer.title} (${instead})`,
      unit === 'MB' ? 'MB/s, ms/MB' : '/s, µs',
      numberText(rate),
      `${numberText(rates[0])}–${numberText(rates.at(-1))}`,
      to(bestOther(samples, peers, name, 'rate')?.value),
      to(samples.median(name, inMemory, 'rate')),
      to(samples.median(name, limit, 'rate')),
      numberText(cpu),
      numberText(Math.round((of('memory') as number) / 1024 ** 2)),
      ...(['p50', 'p99', 'p999', 'settledRate'] as const).map((figure) => numberText(of(figure))),
    ],
  ]
}
