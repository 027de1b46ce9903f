import type { Readiness } from '../../schemas/system.js'
import { FileError } from './errors.js'

interface Checked {
  check(): Promise<void>
}

/** Asks every store whether it could take and serve files now. */
export async function checkReadiness(stores: Record<string, Checked>): Promise<Readiness> {
  const checks = await Promise.all(
    Object.entries(stores).map(async ([name, store]): Promise<Readiness['checks'][number]> => {
      try {
        await store.check()
        return { name, status: 'ok' }
      } catch (error) {
        // A native message may name a path, which no answer does.
        const detail = error instanceof FileError ? error.message : 'INTERNAL'
        return { name, status: 'failed', detail }
      }
    })
  )
  return { status: checks.every((c) => c.status === 'ok') ? 'ok' : 'failed', checks }
}
