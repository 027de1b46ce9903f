import { crc32 } from 'node:zlib'

/** Where a content lies in a segment. */
export interface Frame {
  readonly key: string
  /** Where the frame begins. */
  readonly start: number
  /** Where the bytes of the content begin. */
  readonly offset: number
  readonly size: number
}

/** Where the next frame begins. */
export const endOf = ({ offset, size }: Frame): number => offset + size + newline.length

const newline = Buffer.from('\n')
const checksumLength = 9
const longestHead = 128
const head = /^([0-9a-f]{8}) ([\w-]{1,64}) (\d{1,9})\n/

/** Where the checksums of a segment begin: what a content holds by chance or on purpose is no frame of it. */
export const segmentSeed = (name: string): number => crc32(name)

/** A content as it stands in a segment: `<crc32> <key> <size>\n<bytes>\n`, the checksum over all that follows it. */
export function encodeFrame(
  key: string,
  bytes: Uint8Array,
  seed: number
): [Buffer, Uint8Array, Buffer] {
  const rest = `${key} ${bytes.length}\n`
  const checksum = checksumOf(rest, bytes, seed)
  return [Buffer.from(`${checksum} ${rest}`, 'latin1'), bytes, newline]
}

/**
 * The frames of a segment, in order. What is no whole frame is passed over: the torn end that a crash left, which
 * nobody was told of, or damage, which makes the content that was there missing and no other.
 */
export function* framesIn(segment: Buffer, seed: number): Generator<Frame> {
  for (let at = 0; at < segment.length; ) {
    const frame = frameAt(segment, at, seed)
    if (frame !== undefined) {
      yield frame
      at = endOf(frame)
      continue
    }
    const end = segment.indexOf(newline, at)
    if (end < 0) return
    at = end + 1
  }
}

/** The whole frame that begins there, if one does. */
export function frameAt(segment: Buffer, start: number, seed: number): Frame | undefined {
  const text = segment.toString('latin1', start, start + longestHead)
  const [line, checksum, key, digits] = head.exec(text) ?? []
  if (line === undefined || key === undefined) return undefined
  const offset = start + line.length
  const size = Number(digits)
  const end = offset + size
  if (segment[end] !== newline[0]) return undefined
  const bytes = segment.subarray(offset, end)
  const isWhole = checksumOf(line.slice(checksumLength), bytes, seed) === checksum
  return isWhole ? { key, start, offset, size } : undefined
}

function checksumOf(rest: string, bytes: Uint8Array, seed: number): string {
  const head = crc32(rest, seed)
  // Of no bytes Node gives either what it was given or 0.
  const body = bytes.length === 0 ? head : crc32(bytes, head)
  return crc32(newline, body).toString(16).padStart(8, '0')
}
