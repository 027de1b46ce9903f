import { newKey } from '../core/keys.js'
import type { Lease } from '../core/ports/lease.js'
import { MigrationError } from '../core/upkeep/migration-error.js'

const name = 'migration'
/** Milliseconds after which another run may go on where this one was killed. */
const ttl = 30_000

/**
 * What keeps two migrations from one database: both write the same contents under the same keys, and the one that fails
 * would take those of the other away. Left to chance is a process that stands still for longer than the lease while
 * another run begins, and then goes on.
 */
interface HeldLease {
  /** Throws `MigrationError` once it is not sure any more that there is no other one. */
  ensure(): void
  close(): Promise<void>
}

/** Takes the lease, and keeps it until it is closed. Throws `MigrationError` where another one has it. */
export async function holdLease(lease: Lease): Promise<HeldLease> {
  const holder = newKey()
  let takenAt = performance.now()
  const take = async () => {
    const at = performance.now()
    const isOurs = await lease.take(name, holder, ttl)
    if (isOurs) takenAt = at
    return isOurs
  }
  if (!(await take())) {
    throw new MigrationError(
      'in-use',
      `The target is in use: another migration into it is running, or was killed less than ${ttl / 1000} seconds ago`
    )
  }
  const timer = setInterval(() => void take().catch(() => {}), ttl / 4).unref()
  return {
    ensure() {
      if (performance.now() - takenAt < ttl) return
      throw new MigrationError(
        'in-use',
        'The target may be in use: its database was away for too long'
      )
    },
    async close() {
      clearInterval(timer)
      await lease.release(name, holder).catch(() => {})
    },
  }
}
