import type { Peer } from '../peers/peer.js'
import { markdown } from './markdown.js'

/** What each server has done for a file when it answers. */
export async function promisesTable(peers: readonly Peer[]): Promise<string> {
  const rows = peers.map(async ({ title, promises, version }) => [
    title,
    await version(),
    promises.durable,
    promises.hashes,
    promises.metadata,
    promises.counts,
    promises.processes,
  ])
  const head = [
    ' server',
    ' version',
    ' durable before the answer',
    ' hashes',
    ' keeps metadata',
    ' counts downloads',
    ' processes',
  ]
  return markdown(head, await Promise.all(rows))
}
