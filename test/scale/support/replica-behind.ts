import { expect } from 'vitest'
import { bytesRead } from '../../support/process-facts.js'
import type { ServerProcess } from '../../support/server-process.js'
import type { Cluster } from './cluster.js'

const moved = 2 * 1024 * 1024

/** The one replica that moves the bytes of a transfer which has begun with the work. */
export async function replicaBehind(
  { service: { replicas } }: Cluster,
  work: () => Promise<unknown>
): Promise<ServerProcess> {
  const looks = () => Promise.all(replicas.map(({ pid }) => bytesRead(pid)))
  const before = await looks()
  await work()
  const grown = async () => (await looks()).map((now, at) => now - (before[at] as number))
  await expect.poll(async () => Math.max(...(await grown()))).toBeGreaterThan(moved)
  const last = await grown()
  return replicas[last.indexOf(Math.max(...last))] as ServerProcess
}
