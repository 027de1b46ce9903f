import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { hasCode } from '../../src/core/errors.js'
import { etagOf } from '../../src/http/etag.js'
import { isNotModified } from '../../src/http/preconditions.js'
import { fileRecord } from '../core/records.js'

const record = fileRecord()
const etag = etagOf(record)

/** RFC 9110 section 8.8.3: anything visible but a quote, and the bytes above ASCII; a comma is no separator there. */
const opaque = fc.string({
  unit: fc.oneof(
    fc.constantFrom(',', 'W', '/', "'", '\\', '\x80', '\xff'),
    fc.integer({ min: 0x23, max: 0x7e }).map((code) => String.fromCharCode(code))
  ),
  maxLength: 8,
})
const tag = fc.oneof(
  fc.constant({ weak: false, text: etag }),
  fc.record({ weak: fc.boolean(), text: opaque.map((text) => `"${text}"`) }),
  fc.constant({ weak: true, text: etag })
)
const blank = fc.constantFrom('', ' ', '\t', '  ')
/** Empty elements between commas are no tags, and allowed (RFC 9110 section 5.6.1). */
const separator = fc
  .tuple(blank, fc.constantFrom(',', ',', ',,', ', ,'), blank)
  .map((texts) => texts.join(''))
const list = fc
  .array(fc.record({ tag, separator }), { minLength: 1, maxLength: 5 })
  .map((elements) => ({
    tags: elements.map((element) => element.tag),
    header: elements
      .map(({ tag, separator }, i) => `${i > 0 ? separator : ''}${tag.weak ? 'W/' : ''}${tag.text}`)
      .join(''),
  }))

describe('a list of entity tags', () => {
  test('in If-None-Match holds the tag of the file where one of them is it, weak or not', () => {
    fc.assert(
      fc.property(list, ({ tags, header }) => {
        const held = tags.some(({ text }) => text === etag)
        expect(isNotModified({ 'if-none-match': header }, record)).toBe(held)
      })
    )
  })

  test('in If-Match holds the tag of the file where one of them is it and strong', () => {
    fc.assert(
      fc.property(list, ({ tags, header }) => {
        const held = tags.some(({ weak, text }) => text === etag && !weak)
        expect(passes(header)).toBe(held)
      })
    )
  })

  test('of any text at all matches or does not, and nothing else is thrown', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        for (const header of [text, `${text}${etag}`, `${etag}${text}`]) {
          expect([true, false]).toContain(passes(header))
          expect([true, false]).toContain(isNotModified({ 'if-none-match': header }, record))
        }
      })
    )
  })
})

function passes(ifMatch: string): boolean {
  try {
    isNotModified({ 'if-match': ifMatch }, record)
    return true
  } catch (error) {
    if (hasCode(error, 'PRECONDITION_FAILED')) return false
    throw error
  }
}
