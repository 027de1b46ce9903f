import { MemoryFs } from '../../support/fs/memory-fs.js'
import { Clerk } from './clerk.js'
import { EmbeddedStore } from './embedded-store.js'
import { Ledger } from './ledger.js'
import { fullLife } from './workloads.js'

/** The file system after one of its calls, and what the clients knew by then. */
export interface Moment {
  readonly fs: MemoryFs
  readonly ledger: Ledger
  readonly call: string
}

const isJournal = (path: string): boolean => /\/journal\.\d+\.log$/.test(path)

/** A whole life of a store, from an empty directory over several compactions to its close, call by call. */
export async function historyOfFullLife(): Promise<Moment[]> {
  const moments: Moment[] = []
  const fs = new MemoryFs()
  const ledger = new Ledger()
  let onJournalSync = () => {}
  fs.onChange = (method, path) => {
    if (method === 'datasync' && isJournal(path)) {
      ledger.noteSync()
      onJournalSync()
    }
    moments.push({ fs: fs.copy(), ledger: ledger.copy(), call: `${method} ${path}` })
  }
  const store = await EmbeddedStore.open(fs, { journalLines: 9, countSync: 1 })
  const clerk = new Clerk(store, ledger)
  const countsSynced = () => new Promise<void>((resolve) => (onJournalSync = resolve))
  await fullLife(clerk, { countsSynced })
  await store.close()
  if (clerk.refusals.length > 0) throw clerk.refusals[0]
  return moments
}
