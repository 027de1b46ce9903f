import { closeSync, openSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { resolve } from 'node:path'
import { argv } from 'node:process'
import { parseArgs } from 'node:util'

export interface Options {
  readonly quick: boolean
  readonly rounds: number
  /** How long each workload of many requests takes. */
  readonly seconds: number
  /** How long small files are uploaded to the disk at once. */
  readonly burst: number
  /** Bytes of the large files. */
  readonly large: number
  /** Names of workloads or stages; all where there are none. */
  readonly only: readonly string[]
  /** Names of peers; all where there are none. */
  readonly peers: readonly string[]
  readonly sustained: boolean
  /** Settings of this server beside the defaults. */
  readonly settings: Readonly<Record<string, string>>
  /** A directory on the disk. */
  readonly disk: string
  /** Where the raw results go. */
  readonly json?: string
}

const mib = 1024 * 1024

export function readOptions(): Options {
  const { values } = parseArgs({
    args: argv.slice(2),
    options: {
      quick: { type: 'boolean', default: false },
      sustained: { type: 'boolean', default: false },
      rounds: { type: 'string' },
      seconds: { type: 'string' },
      only: { type: 'string', default: '' },
      peers: { type: 'string', default: '' },
      'small-file-size': { type: 'string' },
      disk: { type: 'string', default: tmpdir() },
      json: { type: 'string' },
    },
  })
  const { quick } = values
  const small = values['small-file-size']
  return {
    quick,
    sustained: values.sustained,
    rounds: count('rounds', values.rounds ?? (quick ? '1' : '3')),
    seconds: count('seconds', values.seconds ?? (quick ? '2' : '3')),
    burst: quick ? 3 : 30,
    large: (quick ? 64 : 1024) * mib,
    only: names(values.only),
    peers: names(values.peers),
    settings: small === undefined ? {} : { SMALL_FILE_SIZE: small },
    disk: resolve(values.disk),
    ...(values.json !== undefined && { json: writable(values.json) }),
  }
}

function count(option: string, text: string): number {
  const number = Number(text)
  if (!Number.isInteger(number) || number < 1) throw new Error(`--${option} is a number from 1`)
  return number
}

/** Says now, and not after an hour, that nothing can be written there. */
function writable(path: string): string {
  closeSync(openSync(path, 'a'))
  return path
}

const names = (text: string): string[] => text.split(',').filter((name) => name !== '')
