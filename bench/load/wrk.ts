import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { env } from 'node:process'
import { fileURLToPath } from 'node:url'
import { runTool } from '../../scripts/tools/run-tool.js'

const script = fileURLToPath(new URL('drive.lua', import.meta.url))

interface WrkOptions {
  readonly url: string
  /** Whole requests, each as it goes over the connection. */
  readonly requests: readonly Buffer[]
  /** Indices into `requests`; they are sent in this order, again and again. */
  readonly order?: readonly number[]
  readonly connections: number
  readonly seconds: number
}

export interface WrkResult {
  readonly requests: number
  readonly seconds: number
  readonly bytes: number
  /** Milliseconds. */
  readonly p50: number
  readonly p99: number
  readonly p999: number
}

/** Lets wrk send the requests with one thread; throws when any one of them failed. */
export async function wrk(options: WrkOptions): Promise<WrkResult> {
  const { url, requests, connections, seconds } = options
  const order = options.order ?? requests.map((_, index) => index)
  const directory = mkdtempSync(join(tmpdir(), 'filedrop-requests-'))
  const remove = () => rmSync(directory, { recursive: true, force: true })
  process.once('exit', remove)
  try {
    requests.forEach((request, index) => {
      writeFileSync(join(directory, `${index}.http`), request)
    })
    const output = await runTool(
      'wrk',
      // A slow peer is to look slow, and not broken.
      ['-t1', `-c${connections}`, `-d${seconds}s`, '--timeout', '120s', '-s', script, url],
      { ...env, BENCH_REQUESTS: directory, BENCH_ORDER: order.join(' ') }
    )
    const { failed, errors, ...result } = JSON.parse(/^RESULT (.*)$/m.exec(output)?.[1] ?? 'null')
    if (failed > 0) throw new Error(`${failed} of ${result.requests} requests failed: ${errors}`)
    return result
  } finally {
    process.off('exit', remove)
    remove()
  }
}
