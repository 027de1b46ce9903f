import { cpus, loadavg, release, totalmem } from 'node:os'
import { version } from 'node:process'
import { runTool } from '../../scripts/tools/run-tool.js'
import type { Places } from './places.js'

export interface Machine {
  readonly date: string
  readonly cores: number
  readonly processor: string
  readonly memoryGiB: number
  readonly kernel: string
  readonly node: string
  readonly wrk: string
  readonly curl: string
  readonly disk: string
  readonly load: readonly [number, number]
}

/** Where and with what it was measured; `before` is the load average at the start. */
export async function describeMachine(places: Places, before: number): Promise<Machine> {
  const words = (text: string, count: number) => text.split(/\s+/).slice(0, count).join(' ')
  return {
    date: new Date().toISOString().slice(0, 10),
    cores: cpus().length,
    processor: cpus()[0]?.model ?? '',
    memoryGiB: Math.round(totalmem() / 1024 ** 3),
    // What a distributor adds to it says nothing to others.
    kernel: release().split('.').slice(0, 2).join('.'),
    node: version,
    // It says so as part of its usage, which it calls a failure.
    wrk: words(await runTool('sh', ['-c', 'wrk -v 2>&1 || true']), 2),
    curl: words(await runTool('curl', ['--version']), 2),
    disk: (await runTool('findmnt', ['-n', '-o', 'FSTYPE', '-T', places.disk])).trim(),
    load: [before, loadavg()[0] as number],
  }
}
