import { createHash, randomBytes } from 'node:crypto'
import type { Random } from '../../fuzz/random.js'

const mebibyte = 1024 * 1024
const pool = randomBytes(4 * mebibyte)
/** Up to, at and beyond the bytes that are written, and read, at a time. */
const sizes = [0, 8, 100, 4096, 65_537, 200_000, 262_144, 700_000]
let serial = 0

/** A content that was never sent before, or an empty one. */
export function newContent(random: Random): Buffer {
  const size = random.chance(0.02) ? random.between(mebibyte, 4 * mebibyte) : random.pick(sizes)
  const bytes = Buffer.from(pool.subarray(0, size))
  if (size > 0) bytes.writeBigUInt64LE(BigInt(++serial))
  return bytes
}

export const digestOf = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex')
