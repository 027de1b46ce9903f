import { bodyMutations } from './body-mutations.js'
import { byteMutations, joinHalves } from './byte-mutations.js'
import { corpus } from './corpus.js'
import type { Delivery, Ending } from './exchange.js'
import { framingMutations } from './framing-mutations.js'
import { headMutations } from './head-mutations.js'
import { Random } from './random.js'
import { serialize, type WireRequest } from './wire-request.js'

export interface FuzzCase {
  readonly iteration: number
  /** What is sent, with placeholders where ids belong. */
  readonly bytes: Buffer
  readonly delivery: Delivery
  /** A single request out of the corpus as it stands there: it must be understood. */
  readonly untouched?: WireRequest
}

/** The case of this iteration, the same for the same seed at any time. */
export function fuzzCase(seed: number, iteration: number): FuzzCase {
  const random = new Random(seed, iteration)
  const kind = random.below(100)
  if (kind < 5) {
    const untouched = random.pick(corpus)
    const bytes = serialize(untouched)
    return { iteration, bytes, untouched, delivery: { cuts: [], ending: 'finish' } }
  }
  const bytes = kind < 15 ? pipeline(random) : spoiled(random)
  const cuts = Array.from({ length: random.pick([0, 0, 0, 1, 3]) }, () =>
    random.below(bytes.length)
  )
  const delivery = { cuts: cuts.toSorted((a, b) => a - b), ending: random.pick(endings) }
  return { iteration, bytes, delivery }
}

/** Mostly the kind that is over soonest. */
const endings: readonly Ending[] = [
  ...Array.from({ length: 13 }, () => 'finish' as const),
  ...(['wait', 'reset', 'leave', 'leave at the answer', 'finish at the answer'] as const),
]

function pipeline(random: Random): Buffer {
  const requests = Array.from({ length: random.between(2, 6) }, () =>
    random.chance(0.5) ? serialize(random.pick(corpus)) : spoiled(random)
  )
  return Buffer.concat(requests)
}

function spoiled(random: Random): Buffer {
  let request = random.pick(corpus)
  const onRequest = random.pick([0, 1, 1, 1, 2, 3])
  for (let left = onRequest; left > 0; left--) {
    const group = random.pick([headMutations, headMutations, bodyMutations, framingMutations])
    request = random.pick(group)(request, random)
  }
  let bytes: Buffer = serialize(request)
  if (random.chance(0.07)) bytes = joinHalves(bytes, serialize(random.pick(corpus)), random)
  const onBytes = onRequest === 0 ? random.between(1, 4) : random.pick([0, 0, 1])
  for (let left = onBytes; left > 0; left--) bytes = random.pick(byteMutations)(bytes, random)
  return bytes
}
