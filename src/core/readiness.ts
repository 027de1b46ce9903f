import type { Readiness } from '../../schemas/system.js'
import { FileError, hasCode } from './errors.js'

interface Checked {
  check(): Promise<void>
}

/** Asks every store whether it could take and serve files now; one that lacks some contents is only degraded. */
export async function checkReadiness(stores: Record<string, Checked>): Promise<Readiness> {
  const checks = await Promise.all(
    Object.entries(stores).map(async ([name, store]): Promise<Readiness['checks'][number]> => {
      try {
        await store.check()
        return { name, status: 'ok' }
      } catch (error) {
        // A native message may name a path, which no answer does.
        const detail = error instanceof FileError ? error.message : 'INTERNAL'
        return { name, status: hasCode(error, 'CONTENT_MISSING') ? 'degraded' : 'failed', detail }
      }
    })
  )
  const worst = (['failed', 'degraded'] as const).find((s) => checks.some((c) => c.status === s))
  return { status: worst ?? 'ok', checks }
}
