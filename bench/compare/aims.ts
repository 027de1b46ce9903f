/** Against FastAPI in memory, the best of the others, and nginx. */
export interface Aim {
  readonly fastapi?: number
  readonly other?: number
  readonly nginx?: number
}

/** The least ratio of the rates, by workload. */
export const aims: Readonly<Record<string, Aim>> = {
  '4k-form': { fastapi: 1.8, other: 0.5 },
  'disk-burst': { fastapi: 5, other: 5, nginx: 5 },
  'disk-sustained': { fastapi: 1, other: 1 },
  '4k-download': { fastapi: 12, other: 5, nginx: 0.3 },
  metadata: { fastapi: 3.5 },
  page: { fastapi: 20 },
  '1g-form': { fastapi: 1.4, other: 0.5, nginx: 0.5 },
  '1g-raw': { fastapi: 1.8, other: 0.6, nginx: 0.6 },
  '1g-download': { fastapi: 3, other: 0.7, nginx: 0.7 },
}

/** Of `rss` in MiB, and of how many times the median the 99th percentile may be. */
export const limits = { memory: 200, p99: 5 }
