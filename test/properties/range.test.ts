import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseRange } from '../../src/http/range.js'

const size = fc.oneof(fc.constantFrom(0, 1, 2), fc.nat({ max: 60 }))

/** A number as it may stand in a header: near the content, at the edges of what a double can count, far beyond. */
const number = fc.oneof(
  { weight: 4, arbitrary: fc.bigInt({ min: 0n, max: 65n }) },
  fc.bigInt({ min: 2n ** 31n - 2n, max: 2n ** 31n + 2n }),
  fc.bigInt({ min: 2n ** 53n - 2n, max: 2n ** 53n + 2n }),
  fc.bigInt({ min: 0n, max: 10n ** 40n })
)
const digits = fc
  .tuple(number, fc.constantFrom('', '', '0', '000'))
  .map(([value, zeros]) => ({ value, text: `${zeros}${value}` }))
const unit = fc.constantFrom('bytes', 'bytes', 'Bytes', 'BYTES')
const position = fc.option(digits, { nil: undefined })

type Outcome = Buffer | 'unsatisfiable' | undefined

/** Byte by byte, as RFC 9110 section 14.1.2 says it. */
function wanted(content: Buffer, first: bigint | undefined, last: bigint | undefined): Outcome {
  if (first === undefined && last === undefined) return undefined
  if (first !== undefined && last !== undefined && last < first) return undefined
  // Nothing of an empty content is all of it.
  if (first === undefined && content.length === 0 && last !== 0n) return undefined
  const bytes = [...content].filter((_, at) => {
    if (first === undefined) return BigInt(content.length - at) <= (last ?? 0n)
    return BigInt(at) >= first && (last === undefined || BigInt(at) <= last)
  })
  return bytes.length === 0 ? 'unsatisfiable' : Buffer.from(bytes)
}

function given(content: Buffer, header: string): Outcome {
  const range = parseRange(header, content.length)
  if (typeof range !== 'object') return range
  expect(range.end).toBeLessThan(content.length)
  return content.subarray(range.start, range.end + 1)
}

const contentOf = (length: number): Buffer => Buffer.from(Array.from({ length }, (_, i) => i % 251))

test('any range gives the bytes that it names, whatever the numbers', () => {
  fc.assert(
    fc.property(size, unit, position, position, (length, bytes, first, last) => {
      const content = contentOf(length)
      const header = `${bytes}=${first?.text ?? ''}-${last?.text ?? ''}`
      expect(given(content, header)).toEqual(wanted(content, first?.value, last?.value))
    })
  )
})

test('a range with anything in it that does not belong there is answered with the whole content', () => {
  const place = fc.nat({ max: 60 })
  const stranger = fc.constantFrom(...' \t\n,;:=+-.xe٣', '-1', '0x', ', bytes=', '\0', '\u2212')
  fc.assert(
    fc.property(size, position, position, place, stranger, (length, first, last, at, added) => {
      const header = `bytes=${first?.text ?? ''}-${last?.text ?? ''}`
      const broken = header.slice(0, at) + added + header.slice(at)
      expect(given(contentOf(length), broken)).toBeUndefined()
    })
  )
})

test('any text at all is whole, unsatisfiable, or a range within the content', () => {
  fc.assert(
    fc.property(size, fc.string(), (length, text) => {
      for (const header of [text, `bytes=${text}`]) {
        const range = parseRange(header, length)
        if (typeof range !== 'object') continue
        expect(range.start).toBeGreaterThanOrEqual(0)
        expect(range.end).toBeGreaterThanOrEqual(range.start)
        expect(range.end).toBeLessThan(length)
      }
    })
  )
})
