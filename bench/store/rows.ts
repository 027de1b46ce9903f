export interface Row {
  /** As the jobs name it. */
  readonly figure: string
  readonly unit: string
  /** How many of the unit are one of what the jobs measure. */
  readonly scale?: number
  /** Most that it may be with the most records. */
  readonly most?: number
  /** Most that it may be with the most records, times what it is with the fewest. */
  readonly mostRatio?: number
}

const milliseconds = (figure: string, aims?: Partial<Row>): Row => ({ figure, unit: 'ms', ...aims })
const microseconds = (figure: string): Row => ({ figure, unit: 'µs', scale: 1000 })
const alike = { mostRatio: 1.2 }
const delays = (name: string): Row[] => [
  milliseconds(`${name} p50`),
  milliseconds(`${name} p99`, { most: 20 }),
  milliseconds(`${name} max`),
]

const changes = (where: string): Row[] => [
  milliseconds(`upload${where}`, alike),
  milliseconds(`upload, CPU${where}`),
  ...['rename', 'delete', 'count'].map((name) => milliseconds(name + where)),
]

/** What is shown, in this order, and what is aimed at. */
export const rows: readonly Row[] = [
  { figure: 'open the store', unit: 's' },
  { figure: 'start of the server', unit: 's' },
  { figure: 'start of the server beside contents', unit: 's', most: 8 },
  { figure: 'memory a record', unit: 'B', most: 700 },
  { figure: 'resident memory a record', unit: 'B' },
  { figure: 'snapshot a record', unit: 'B' },
  milliseconds('upload over HTTP', alike),
  milliseconds('lookup over HTTP', alike),
  milliseconds('page over HTTP', alike),
  ...changes(''),
  ...changes(', memory disk'),
  microseconds('lookup'),
  ...['first page', 'page somewhere', 'last page'].map(microseconds),
  ...['page by name', 'page by size', 'page by downloads'].map((figure) => milliseconds(figure)),
  milliseconds('page by part of a name'),
  { figure: 'compaction', unit: 's' },
  milliseconds('serving, upload'),
  milliseconds('compacting, upload'),
  ...delays('serving').map(({ most, ...row }) => row),
  ...delays('compacting'),
  { figure: 'whole list', unit: 's' },
  { figure: 'whole list, MiB/s', unit: 'MiB/s' },
  ...delays('streaming the list'),
]
