import type { Fs } from '../../../src/storage/fs/fs.js'
import { type Call, FaultFs } from '../../support/fs/fault-fs.js'
import type { MemoryFs } from '../../support/fs/memory-fs.js'
import { NthFault } from '../../support/fs/nth-fault.js'
import { fixedCuts, mixedCut } from '../../support/fs/power-cuts.js'
import { readWhole } from './clerk.js'
import { EmbeddedStore } from './embedded-store.js'
import { firstSeed, seedsAtOnce } from './seeds.js'

/** A command of an operator that writes in `/data` of a file system. */
export interface Operation {
  readonly before: MemoryFs
  run(fs: Fs): Promise<unknown>
}

export interface Left {
  readonly fs: MemoryFs
  /** Which call and which cut, for whoever reads of a failure. */
  readonly place: string
}

/** What every power cut after every call of the operation leaves. */
export async function* cutsOf({ before, run }: Operation): AsyncGenerator<Left> {
  const moments: { fs: MemoryFs; call: string }[] = []
  const fs = before.settled()
  fs.onChange = (method, path) => {
    moments.push({ fs: fs.copy(), call: `${method} ${path}` })
  }
  await run(fs)
  let seed = firstSeed
  for (const [number, moment] of moments.entries()) {
    const mixed = Array.from({ length: Math.ceil(seedsAtOnce / 2) }, () => mixedCut(seed++))
    const seen = new Set<string>()
    for (const cut of [...fixedCuts, ...mixed]) {
      const left = moment.fs.after(cut)
      const state = left.fingerprint()
      if (seen.has(state)) continue
      seen.add(state)
      yield { fs: left, place: `call ${number}, ${moment.call}, ${cut.name}` }
    }
  }
}

/** What the operation leaves when any of its calls fails, once or with all that follow; it must leave no file open. */
export async function* faultsOf(
  { before, run }: Operation,
  { failure, forEver }: { failure: string; forEver: boolean }
): AsyncGenerator<Left> {
  for (let nth = 1; ; nth++) {
    const memory = before.settled()
    const fault = new NthFault({ nth, forEver, failure, concerns: isOfStore })
    const fs = new FaultFs({ inner: memory })
    fs.intercept = fault.intercept
    const error = await run(fs).catch((reason: unknown) => reason)
    if (!fault.happened) return
    const [call] = fault.hits
    const place = `call ${nth}, ${call?.method} ${call?.path}, ${failure}: ${error}`
    if (fs.openFiles.length > 0) throw new Error(`${place}: left open ${fs.openFiles.join()}`)
    yield { fs: memory, place }
  }
}

/** The lock has tests of its own. */
const isOfStore = ({ name }: Call): boolean => !name.startsWith('LOCK')

/** What a server that starts there finds: its records, all of them readable, or why it does not start. */
export async function startOn(fs: MemoryFs): Promise<string> {
  let store: EmbeddedStore
  try {
    store = await EmbeddedStore.open(fs.settled())
  } catch (error) {
    return `refused: ${(error as Error).name}`
  }
  try {
    const records = [...store.metadata.records()]
    for (const { id } of records.slice(0, store.missing > 0 ? 0 : records.length))
      await readWhole(store, id)
    return JSON.stringify(records)
  } finally {
    await store.kill()
  }
}

export const isRefused = (outcome: string): boolean => outcome.startsWith('refused: Store')
