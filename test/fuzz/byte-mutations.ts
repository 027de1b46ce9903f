import { brokenText, separators } from './hostile-values.js'
import type { ByteMutation } from './mutation.js'
import type { Random } from './random.js'

/** A place in the head, around its end, or anywhere. */
function place(bytes: Buffer, random: Random): number {
  const headEnd = Math.max(0, bytes.indexOf('\r\n\r\n'))
  const [from, to] = random.pick([
    [0, headEnd],
    [headEnd, headEnd + 300],
    [0, bytes.length],
  ])
  return Math.min(
    bytes.length,
    random.between(from as number, Math.max(from as number, to as number))
  )
}

const splice = (bytes: Buffer, at: number, removed: number, added: Buffer): Buffer =>
  Buffer.concat([bytes.subarray(0, at), added, bytes.subarray(at + removed)])

const flipBits: ByteMutation = (bytes, random) => {
  const flipped = Buffer.from(bytes)
  for (let left = random.between(1, 8); left > 0 && bytes.length > 0; left--) {
    const at = place(bytes, random)
    flipped[at] = (flipped[at] ?? 0) ^ (1 << random.below(8))
  }
  return flipped
}

const insertBytes: ByteMutation = (bytes, random) =>
  splice(bytes, place(bytes, random), 0, random.bytes(random.between(1, 40)))

const insertSeparator: ByteMutation = (bytes, random) => {
  const text = random.pick([...separators, ...brokenText]).repeat(random.pick([1, 1, 1, 2, 50]))
  return splice(bytes, place(bytes, random), 0, Buffer.from(text, 'latin1'))
}

const removeBytes: ByteMutation = (bytes, random) =>
  splice(bytes, place(bytes, random), random.between(1, 30), Buffer.alloc(0))

const repeatBytes: ByteMutation = (bytes, random) => {
  const at = place(bytes, random)
  const piece = bytes.subarray(at, at + random.between(1, 200))
  return splice(bytes, at, 0, Buffer.concat(Array(random.pick([1, 1, 2, 9])).fill(piece)))
}

const swapBytes: ByteMutation = (bytes, random) => {
  const [a = 0, b = 0] = [place(bytes, random), place(bytes, random)].toSorted((x, y) => x - y)
  const middle = Math.floor((a + b) / 2)
  return Buffer.concat([
    bytes.subarray(0, a),
    bytes.subarray(middle, b),
    bytes.subarray(a, middle),
    bytes.subarray(b),
  ])
}

const cut: ByteMutation = (bytes, random) =>
  bytes.subarray(0, random.chance(0.5) ? place(bytes, random) : random.below(bytes.length + 1))

const bareLineFeeds: ByteMutation = (bytes) =>
  Buffer.from(bytes.toString('latin1').replaceAll('\r\n', '\n'), 'latin1')

export const byteMutations: readonly ByteMutation[] = [
  flipBits,
  flipBits,
  insertBytes,
  insertSeparator,
  insertSeparator,
  removeBytes,
  repeatBytes,
  swapBytes,
  cut,
  bareLineFeeds,
]

/** The beginning of one and the end of the other. */
export const joinHalves = (first: Buffer, second: Buffer, random: Random): Buffer =>
  Buffer.concat([
    first.subarray(0, place(first, random)),
    second.subarray(random.below(second.length + 1)),
  ])
