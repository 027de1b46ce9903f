import { crc32 } from 'node:zlib'

/** Longest line of a journal or snapshot, newline included. */
export const longestLine = 64 * 1024

const prefixLength = 9
const blank = 0x20
const newline = 0x0a

/** Where the checksum of every line of one journal starts, so that a line of another store or journal fails. */
export const journalSeed = (storeId: string, generation: number): number =>
  crc32(`${storeId}:${generation}`)

export const hexChecksum = (checksum: number): string => checksum.toString(16).padStart(8, '0')

export const encodeLine = (json: string, seed: number): string =>
  `${hexChecksum(crc32(json, seed))} ${json}\n`

/** The JSON of a line as it was written, or undefined when any byte of it changed or is missing. */
export function decodeLine(bytes: Buffer, seed: number): unknown {
  const end = bytes.length - 1
  if (end < prefixLength || bytes[end] !== newline || bytes[prefixLength - 1] !== blank)
    return undefined
  const checksum = hexChecksum(crc32(bytes.subarray(prefixLength, end), seed))
  if (checksum !== bytes.toString('latin1', 0, prefixLength - 1)) return undefined
  return JSON.parse(bytes.toString('utf8', prefixLength, end))
}
