import type { Peer } from '../peers/peer.js'
import { isOther } from './reference-peers.js'
import type { Figure, Samples } from './samples.js'

interface Best {
  readonly peer: Peer
  readonly value: number
}

/** The fastest of the peers that are neither FastAPI nor nginx. */
export function bestOther(
  samples: Samples,
  peers: readonly Peer[],
  workload: string,
  figure: Figure
): Best | undefined {
  let best: Best | undefined
  for (const peer of peers.filter(({ name }) => isOther(name))) {
    const value = samples.median(workload, peer.name, figure)
    if (value !== undefined && value > (best?.value ?? 0)) best = { peer, value }
  }
  return best
}
