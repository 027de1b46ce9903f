/**
 * The embedded store with 1 000, 100 000 and 1 000 000 records: `npm run bench:store [-- --quick]`, which leaves out the
 * last and looks once. It prints what was aimed at and whether it was met, and fails on none of it.
 */
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { cpus, loadavg, tmpdir, totalmem } from 'node:os'
import { join } from 'node:path'
import { argv, version } from 'node:process'
import { addContents, DataDirectories } from './store/data-directories.js'
import type { JobName } from './store/job.js'
import { Results } from './store/results.js'
import { rows } from './store/rows.js'
import { runJob } from './store/run-job.js'
import { start } from './store/start.js'

const quick = argv.includes('--quick')
const sizes = quick ? [1_000, 100_000] : [1_000, 100_000, 1_000_000]
const rounds = quick ? 1 : 3
const memoryDisk = '/dev/shm'

const parents = [tmpdir(), ...(existsSync(memoryDisk) ? [memoryDisk] : [])].map((parent) =>
  mkdtempSync(join(parent, 'filedrop-store-'))
)
const [disk, inMemory] = parents as [string, string?]
const directories = new DataDirectories(parents)
const results = new Results(sizes)

async function measure(job: JobName, records: number, parent: string, suffix?: string) {
  const place = await directories.fresh(parent, records)
  results.add(records, await runJob({ job, records, place, quick }), suffix)
  rmSync(place, { recursive: true })
}

async function round(records: number, furnished: string): Promise<void> {
  results.add(records, { 'start of the server beside contents': [await start(furnished)] })
  await measure('memory', records, disk)
  if (inMemory !== undefined) await measure('operations', records, inMemory, ', memory disk')
  await measure('compacting', records, disk)
  await measure('served', records, disk)
  if (quick) return
  const bare = await directories.fresh(disk, records)
  results.add(records, { 'start of the server': [await start(bare)] })
  await measure('operations', records, disk)
  await measure('serving', records, disk)
}

try {
  const furnished = new Map<number, string>()
  for (const records of sizes) {
    const directory = await directories.fresh(disk, records)
    addContents(directory, records)
    furnished.set(records, directory)
  }
  const before = loadavg()
  for (let i = 0; i < rounds; i++) {
    for (const records of sizes) await round(records, furnished.get(records) as string)
  }
  const memory = Math.round(totalmem() / 1024 ** 3)
  console.log(`Node ${version}, ${cpus().length} cores, ${memory} GiB, ${rounds} rounds`)
  console.log(`load ${before[0]?.toFixed(1)} at first, ${loadavg()[0]?.toFixed(1)} at last`)
  for (const line of results.table(rows)) console.log(line)
} finally {
  directories.remove()
}
