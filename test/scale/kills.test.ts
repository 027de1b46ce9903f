import { env } from 'node:process'
import { expect, test } from 'vitest'
import { Ledger } from '../crash/writers/ledger.js'
import { during, seed } from '../crash/writers/rounds.js'
import { Traffic } from '../crash/writers/traffic.js'
import { Random } from '../fuzz/random.js'
import { type Cluster, openStores, startCluster, takeMismatches } from './support/cluster.js'
import { expectKeptShared } from './support/expect-kept-shared.js'

/** `CRASH_CYCLES=100` looks longer for what happens seldom. */
const cycles = Number(env.CRASH_CYCLES ?? 10)

/** What is killed, in turn. */
const victims = {
  'one replica': ({ service }: Cluster, random: Random) => random.pick(service.replicas).kill(),
  'the bucket': ({ stores }: Cluster) => stores.s3.crash(),
  'both replicas': ({ service }: Cluster) => service.group.kill(),
  'the bucket and a replica': async ({ stores, service }: Cluster, random: Random) => {
    await Promise.all([stores.s3.crash(), random.pick(service.replicas).kill()])
  },
  'the database': ({ stores }: Cluster) => stores.database.crash(),
}
type Victim = keyof typeof victims
const names = Object.keys(victims) as Victim[]

async function resume({ stores, service }: Cluster, victim: Victim): Promise<void> {
  if (victim.startsWith('the bucket')) await stores.s3.resume()
  if (victim === 'the database') await stores.database.resume()
  await service.restart()
}

test(
  'replicas, their bucket and their database, killed at any moment under 32 writers, keep what was acknowledged, nothing by halves, and nothing of nobody',
  async () => {
    console.log(`CRASH_SEED=${seed}`)
    const cluster = await startCluster({ METADATA_TIMEOUT: '15s', S3_TIMEOUT: '15s' })
    const stores = await openStores(cluster)
    const ledger = new Ledger()
    const total = { files: 0, bytes: 0, removed: 0 }
    try {
      for (let cycle = 0; cycle < cycles; cycle++) {
        const random = new Random(~seed, cycle)
        const victim = names[cycle % names.length] as Victim
        const traffic = new Traffic({ client: cluster.client, ledger, seed, cycle })
        await traffic.afterSteps(random.between(1, 400))
        traffic.allowEnd()
        await victims[victim](cluster, random)
        await traffic.ended
        expect(traffic.faults, `cycle ${cycle}`).toEqual([])
        expect(takeMismatches(cluster.client)).toEqual([])
        // While there is no database, downloads go on without being counted.
        const counts = victim === 'the database' ? 'synced' : 'repeated'
        await resume(cluster, victim)
        const kept = expectKeptShared(cluster, stores, { ledger, counts })
        const { files, bytes, removed } = await during(`kill ${cycle} of ${victim}`, kept)
        total.files += files
        total.bytes += bytes
        total.removed += removed
      }
      console.log(
        `kills: ${cycles} cycles, ${ledger.acknowledged} operations acknowledged, ${total.files} files with ${total.bytes} bytes verified, ${total.removed} contents of nobody removed, 0 lost`
      )
    } finally {
      await stores.close()
      await cluster.remove()
    }
  },
  60_000 + cycles * 30_000
)
