import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { execPath, version } from 'node:process'
import { setTimeout } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { addContents } from '../store/data-directories.js'
import { runJob } from '../store/run-job.js'
import type { Peer, Uploaded } from './peer.js'

const main = fileURLToPath(new URL('../../dist/src/main.js', import.meta.url))
const manifest = new URL('../../package.json', import.meta.url)

/** The built server as `npm start` starts it, with these settings beside the defaults. */
export function filedrop(settings: Readonly<Record<string, string>>): Peer {
  const id = ({ answer }: Uploaded): string => JSON.parse(answer).file_id
  return {
    name: 'filedrop',
    title: 'Filedrop',
    promises: {
      durable: 'yes',
      hashes: 'SHA-256',
      metadata: 'yes',
      counts: 'yes',
      processes: '1',
    },
    api: {
      form: { method: 'POST', path: () => '/files/upload', field: 'file' },
      raw: { method: 'POST', path: (name) => `/files/upload?name=${name}` },
      file: (uploaded) => `/files/${id(uploaded)}`,
      metadata: (uploaded) => `/files/${id(uploaded)}/metadata`,
      page: '/files?limit=100',
      list: '/files',
    },
    compiles: true,
    ready: '/readyz',
    install: async () => {},
    version: async () => {
      const own = JSON.parse(readFileSync(manifest, 'utf8')).version
      return `Filedrop ${own} on Node ${version}`
    },
    command: ({ directory, port }) => ({
      file: execPath,
      args: ['--enable-source-maps', main],
      env: { DATA_DIR: directory, PORT: `${port}`, ...settings },
    }),
    seed: async (directory, count) => {
      await runJob({ job: 'fill', records: count, place: directory, quick: true })
      addContents(directory, count)
    },
    settled: async (directory) => {
      const spool = join(directory, 'spool')
      while (hasBytes(spool)) await setTimeout(50)
    },
  }
}

/** Small files that wait for a file of their own lie in segments, which then are given up. */
function hasBytes(spool: string): boolean {
  if (!existsSync(spool)) return false
  return readdirSync(spool).some((name) => {
    // One that is gone since the directory was read has nothing left in it.
    const stat = statSync(join(spool, name), { throwIfNoEntry: false })
    return stat !== undefined && stat.size > 0
  })
}
