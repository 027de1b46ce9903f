import type { Lease } from '../../../core/ports/lease.js'
import type { Database } from './database.js'
import { isDuplicate } from './errors.js'

export class LeaseCollection implements Lease {
  constructor(
    private readonly database: Database,
    private readonly now: () => Promise<Date>
  ) {}

  async take(name: string, holder: string, ttlMs: number): Promise<boolean> {
    const now = await this.now()
    // A little in the past by the time that it is used, so that no lease is taken for ended that is not.
    const isFree = { _id: name, $or: [{ holder }, { endsAt: { $lte: now } }] }
    const mine = { $set: { holder, endsAt: new Date(now.getTime() + ttlMs) } }
    return this.database.run(async () => {
      try {
        await this.database.leases.updateOne(isFree, mine, { upsert: true })
        return true
      } catch (error) {
        // It was not found as free and could not be inserted either: somebody has it.
        if (isDuplicate(error)) return false
        throw error
      }
    })
  }

  async release(name: string, holder: string): Promise<void> {
    await this.database.run(() => this.database.leases.deleteOne({ _id: name, holder }))
  }
}
