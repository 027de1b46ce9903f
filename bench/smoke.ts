/**
 * Speed and memory of the built server while a large file goes up and comes down, once and four at a time, and of small
 * files: `npm run bench:smoke [-- MiB]`. It prints and judges nothing; memory is read from /proc, so Linux only.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { argv } from 'node:process'
import { BenchServer } from './bench-server.js'
import { downloadFile, uploadForm, uploadRaw } from './transfer.js'

const mib = 1024 * 1024
const size = Number(argv[2] ?? 1024) * mib
const small = 4096
const large = `${size / mib} MiB`
const directory = mkdtempSync(join(tmpdir(), 'filedrop-bench-'))
const server = await BenchServer.start(directory)

interface Row {
  workload: string
  'MiB/s': number
  'per s': number
  'CPU s': number
  'idle MiB': number
  'peak MiB': number
  'growth MiB': number
}

const rows: Row[] = []

async function measure(workload: string, bytes: number, jobs: (() => Promise<unknown>)[]) {
  const before = server.usage()
  const watch = server.watchMemory()
  const start = performance.now()
  await Promise.all(jobs.map((job) => job()))
  const seconds = (performance.now() - start) / 1000
  const peak = watch.stop()
  rows.push({
    workload,
    'MiB/s': Math.round(bytes / mib / seconds),
    'per s': Math.round((bytes / small / seconds) * (bytes < size ? 1 : 0)),
    'CPU s': Number((server.usage() - before).toFixed(2)),
    'idle MiB': Math.round(idle / mib),
    'peak MiB': Math.round(peak / mib),
    'growth MiB': Math.round((peak - idle) / mib),
  })
}

const times = <T>(count: number, job: () => T): T[] => Array.from({ length: count }, job)

/** So many workers share the calls. */
function workers(count: number, calls: number, job: () => Promise<unknown>) {
  let left = calls
  return times(count, () => async () => {
    while (left-- > 0) await job()
  })
}

const url = server.url
// A first file of each kind, so that the idle figure holds what the process keeps anyway.
await uploadForm(url, small)
const smallId = await uploadRaw(url, small)
await downloadFile(url, smallId)
const idle = server.memory()

try {
  await measure(`${large} up, multipart`, size, [() => uploadForm(url, size)])
  let id = ''
  const upload = async () => {
    id = await uploadRaw(url, size)
  }
  await measure(`${large} up, raw`, size, [upload])
  await measure(`${large} down`, size, [() => downloadFile(url, id)])
  const all = size * 4
  await measure(
    `4 x ${large} up, multipart`,
    all,
    times(4, () => () => uploadForm(url, size))
  )
  await measure(
    `4 x ${large} up, raw`,
    all,
    times(4, () => () => uploadRaw(url, size))
  )
  await measure(
    `4 x ${large} down`,
    all,
    times(4, () => () => downloadFile(url, id))
  )
  const calls = 4000
  const bytes = calls * small
  await measure(
    '4 KiB up, multipart, 32',
    bytes,
    workers(32, calls, () => uploadForm(url, small))
  )
  await measure(
    '4 KiB up, raw, 32',
    bytes,
    workers(32, calls, () => uploadRaw(url, small))
  )
  await measure(
    '4 KiB down, 32',
    bytes,
    workers(32, calls, () => downloadFile(url, smallId))
  )
  console.table(Object.fromEntries(rows.map(({ workload, ...row }) => [workload, row])))
} finally {
  await server.stop()
  rmSync(directory, { recursive: true })
}
