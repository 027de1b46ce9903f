import { expect, vi } from 'vitest'
import type { Cluster } from './cluster.js'

/** nginx leaves a replica that failed alone for some seconds, also when it is there again. */
export async function bothServe({ client, service }: Cluster): Promise<void> {
  const { replicas } = service
  const before = replicas.map(({ log }) => log.length)
  const look = async () => {
    await client.get('/files?limit=1')
    expect(replicas.every(({ log }, at) => log.length > (before[at] as number))).toBe(true)
  }
  await vi.waitFor(look, { timeout: 30_000 })
}
