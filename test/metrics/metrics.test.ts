import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { FileError } from '../../src/core/errors.js'
import type { CountedRequest } from '../../src/http/request-meter.js'
import { Metrics } from '../../src/metrics/metrics.js'
import { Figures } from '../support/figures.js'

const read = async (metrics: Metrics) => Figures.read(await metrics.text())

const request = {
  operation: 'filesList',
  method: 'GET',
  status: 200,
  aborted: false,
} satisfies CountedRequest

describe('requests', () => {
  test('are counted by operation, method and status, and timed by operation and class', async () => {
    const metrics = new Metrics('1')
    for (const status of [200, 204, 404]) {
      metrics.requests.count({ ...request, status, seconds: 0.003 })
    }
    const figures = await read(metrics)
    const total = (labels: Record<string, string>) =>
      figures.sum('filedrop_http_requests_total', labels)
    expect(total({ operation: 'filesList', method: 'GET', status: '204' })).toBe(1)
    expect(total({})).toBe(3)
    const timed = (name: string, labels: Record<string, string>) =>
      figures.sum(`filedrop_http_request_duration_seconds_${name}`, labels)
    expect(timed('count', { status_class: '2xx' })).toBe(2)
    expect(timed('sum', { status_class: '4xx' })).toBe(0.003)
    expect(timed('bucket', { status_class: '2xx', le: '0.0025' })).toBe(0)
    expect(timed('bucket', { status_class: '2xx', le: '0.005' })).toBe(2)
  })

  test('that were no requests are counted and not timed', async () => {
    const metrics = new Metrics('1')
    metrics.requests.count({ ...request, operation: 'unparsable', status: 400 })
    const figures = await read(metrics)
    expect(figures.sum('filedrop_http_requests_total', { operation: 'unparsable' })).toBe(1)
    expect(figures.has('filedrop_http_request_duration_seconds_count')).toBe(false)
  })

  test('are aborted only where they were', async () => {
    const metrics = new Metrics('1')
    metrics.requests.count({ ...request, aborted: true, seconds: 1 })
    metrics.requests.count({ ...request, seconds: 1 })
    expect((await read(metrics)).sum('filedrop_http_requests_aborted_total')).toBe(1)
  })

  test('are in flight from their beginning to their end, and 0 stays to be seen', async () => {
    const metrics = new Metrics('1')
    const inFlight = async () => (await read(metrics)).sum('filedrop_http_requests_in_flight')
    metrics.requests.began('filesList')
    metrics.requests.began('filesList')
    expect(await inFlight()).toBe(2)
    metrics.requests.ended('filesList')
    metrics.requests.ended('filesList')
    expect(await inFlight()).toBe(0)
    expect((await read(metrics)).has('filedrop_http_requests_in_flight')).toBe(true)
  })

  test('tell their bytes up to the moment of reading', async () => {
    const metrics = new Metrics('1')
    let left = 3
    metrics.requests.beforeRead(() => {
      metrics.requests.add({ operation: 'filesUpload', received: left, sent: 0 })
      left = 0
    })
    const figures = await read(metrics)
    expect(figures.sum('filedrop_http_received_bytes_total')).toBe(3)
    expect(figures.has('filedrop_http_sent_bytes_total')).toBe(false)
    expect((await read(metrics)).sum('filedrop_http_received_bytes_total')).toBe(3)
  })
})

describe('the stores', () => {
  const totals = async () => ({ files: 2, bytes: 10 * 1024 ** 4 })
  const closed = async () => {
    throw new FileError('STORE_UNAVAILABLE')
  }
  const gauges = ['filedrop_store_files', 'filedrop_store_bytes', 'filedrop_store_free_bytes']
  const shown = async (metrics: Metrics) => {
    const figures = await read(metrics)
    return gauges.map((name) => (figures.has(name) ? figures.sum(name) : undefined))
  }

  test('are asked at each reading', async () => {
    const metrics = new Metrics('1')
    let room = 5
    metrics.watchStores({ totals, room: async () => room-- })
    expect(await shown(metrics)).toEqual([2, 10 * 1024 ** 4, 5])
    expect(await shown(metrics)).toEqual([2, 10 * 1024 ** 4, 4])
  })

  test('that do not answer, or know no end, are left out and not shown as empty', async () => {
    const metrics = new Metrics('1')
    expect(await shown(metrics)).toEqual([undefined, undefined, undefined])
    metrics.watchStores({ totals, room: closed })
    expect(await shown(metrics)).toEqual([2, 10 * 1024 ** 4, undefined])
    metrics.watchStores({ totals: closed, room: async () => undefined })
    expect(await shown(metrics)).toEqual([undefined, undefined, undefined])
    metrics.watchStores({ totals, room: async () => 0 })
    expect(await shown(metrics)).toEqual([2, 10 * 1024 ** 4, 0])
  })

  test('have each measure in a histogram of its own', async () => {
    const metrics = new Metrics('1')
    const histograms = {
      journalAppend: 'journal_append_duration_seconds',
      journalSync: 'journal_sync_duration_seconds',
      journalBatch: 'journal_batch_changes',
      contentSync: 'content_sync_duration_seconds',
      directorySync: 'content_directory_sync_duration_seconds',
      compaction: 'compaction_duration_seconds',
    } as const
    const all = Object.entries(histograms) as [keyof typeof histograms, string][]
    for (const [i, [what]] of all.entries()) metrics.measure(what, i + 1)
    const figures = await read(metrics)
    expect(all.map(([, name]) => figures.sum(`filedrop_${name}_sum`))).toEqual([1, 2, 3, 4, 5, 6])
  })
})

describe('two readers at once', () => {
  test('get the same figures, and none twice', async () => {
    const metrics = new Metrics('1')
    metrics.requests.count({ ...request, seconds: 1 })
    const [one, other] = await Promise.all([read(metrics), read(metrics)])
    expect(one.sum('filedrop_http_requests_total')).toBe(1)
    expect(other.series).toEqual(one.series)
    expect(new Set(one.series).size).toBe(one.series.length)
  })
})

test('docs/metrics.md has every metric with its type and its labels, and no other', async () => {
  const metrics = new Metrics('1')
  metrics.requests.began('filesList')
  metrics.requests.count({ ...request, aborted: true, seconds: 1 })
  metrics.requests.add({ operation: 'filesList', received: 1, sent: 1 })
  const figures = await read(metrics)
  const labelsOf = (name: string) =>
    figures.samples
      .filter((sample) => sample.name.replace(/_(bucket|sum|count)$/, '') === name)
      .flatMap(({ labels }) => Object.keys(labels))
      .filter((label) => label !== 'le')
  const exposed = [...figures.text.matchAll(/^# TYPE (\S+) (\S+)$/gm)].map(([, name, type]) => [
    name,
    type,
    [...new Set(labelsOf(name as string))].sort(),
  ])
  const row = /^\| `(\w+)` \| (\w+) \|([^|]*)\|/gm
  const documented = [...readFileSync('docs/metrics.md', 'utf8').matchAll(row)].map(
    ([, name, type, labels = '']) => [name, type, (labels.match(/\w+/g) ?? []).sort()]
  )
  expect(documented.toSorted()).toEqual(exposed.toSorted())
})
