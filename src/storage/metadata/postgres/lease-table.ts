import type { Lease } from '../../../core/ports/lease.js'
import type { Database } from './database.js'

const take = `INSERT INTO leases (name, holder, ends_at) VALUES ($1, $2, clock_timestamp() + $3 * interval '1 millisecond')
ON CONFLICT (name) DO UPDATE SET holder = excluded.holder, ends_at = excluded.ends_at
WHERE leases.holder = excluded.holder OR leases.ends_at <= clock_timestamp()`
const release = 'DELETE FROM leases WHERE name = $1 AND holder = $2'

export class LeaseTable implements Lease {
  constructor(private readonly database: Database) {}

  async take(name: string, holder: string, ttlMs: number): Promise<boolean> {
    const statement = { name: 'take', text: take, values: [name, holder, ttlMs] }
    return (await this.database.run(statement)).rowCount === 1
  }

  async release(name: string, holder: string): Promise<void> {
    await this.database.run({ name: 'release', text: release, values: [name, holder] })
  }
}
