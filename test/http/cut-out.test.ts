import { describe, expect, test } from 'vitest'
import { CutOut } from '../../src/http/cut-out.js'

const head = Buffer.from('head')
const delimiter = Buffer.from('\r\n--b')

/** What comes of a body whose chunks end behind these numbers of bytes. */
function cutAt(body: string, ...ends: number[]) {
  const cutOut = new CutOut(head, delimiter)
  const bytes = Buffer.from(body)
  let content = ''
  let start = 0
  for (const end of [...ends, bytes.length]) {
    const cut = cutOut.cut(bytes.subarray(start, end))
    start = end
    content += cut.bytes.toString('latin1')
    if (cut.rest) {
      const rest = Buffer.concat([cut.rest, bytes.subarray(start)]).toString('latin1')
      return { content, rest, length: cutOut.length }
    }
  }
  return { content, length: cutOut.length }
}

describe('CutOut', () => {
  test.each(['x', '', '\r', '\r\n', '\r\n--', '\r\r\n--\r\n-', '--b', '\n--b', '\r\n--a\r\n--'])(
    'takes %j out, wherever the chunks end',
    (content) => {
      const body = `head${content}\r\n--b--\r\n--b`
      const expected = { content, rest: 'head\r\n--b--\r\n--b', length: content.length }
      expect(cutAt(body)).toEqual(expected)
      for (let first = 0; first <= body.length; first++) {
        expect(cutAt(body, first)).toEqual(expected)
        for (let second = first; second <= body.length; second++) {
          expect(cutAt(body, first, second)).toEqual(expected)
        }
      }
    }
  )

  test('has no length where no delimiter comes', () => {
    expect(cutAt('headabc\r\n--')).toEqual({ content: 'abc', length: undefined })
  })
})
