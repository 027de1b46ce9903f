import type { ByteRange } from '../core/file-service.js'

/**
 * The one byte range of a `Range` header (RFC 9110 section 14.1.2), clamped to the content. Undefined for what is
 * answered with the whole content instead: several ranges, other units, malformed ones. `unsatisfiable` when it
 * lies outside.
 */
export function parseRange(
  header: string | undefined,
  size: number
): ByteRange | 'unsatisfiable' | undefined {
  const match = /^bytes=(\d*)-(\d*)$/i.exec(header ?? '')
  if (!match) return undefined
  const [, first = '', last = ''] = match
  if (first === '') return last === '' ? undefined : suffix(Number(last), size)
  // Two numbers beyond what a double tells apart can be reversed and look equal.
  if (last !== '' && BigInt(last) < BigInt(first)) return undefined
  const start = Number(first)
  const end = last === '' ? size - 1 : Math.min(Number(last), size - 1)
  return start < size ? { start, end } : 'unsatisfiable'
}

function suffix(length: number, size: number): ByteRange | 'unsatisfiable' | undefined {
  if (length === 0) return 'unsatisfiable'
  // An empty content is shorter than any suffix, so all of it is meant, which no 206 can express.
  if (size === 0) return undefined
  return { start: Math.max(0, size - length), end: size - 1 }
}
