import { parse } from 'content-disposition'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { contentDisposition } from '../../src/http/content-disposition.js'
import { acceptableName } from './support/names.js'

const always = (holds: (name: string, header: string) => void) =>
  fc.assert(
    fc.property(acceptableName, fc.boolean(), (name, inline) =>
      holds(name, contentDisposition(name, inline))
    )
  )

describe('the Content-Disposition of any name', () => {
  test('is one line of ASCII', () => {
    always((_name, header) => {
      expect(header).toMatch(/^(inline|attachment); [ -~]+$/)
    })
  })

  test('gives the name back to the parser of the package', () => {
    always((name, header) => {
      expect(parse(header).parameters.filename).toBe(name)
    })
  })

  test('gives clients that know no filename* a name of ASCII that needs no escape', () => {
    always((_name, header) => {
      const { filename } = parse(header, { extended: false }).parameters
      expect(filename).toMatch(/^[ -~]+$/)
      expect(filename).not.toMatch(/["\\]|%[0-9a-f]{2}/i)
    })
  })

  test('gives the name back to a reader of RFC 6266 and RFC 8187', () => {
    always((name, header) => {
      expect(nameIn(header)).toBe(name)
    })
  })
})

/** Parameters one after the other, each a token or a quoted string; `filename*` wins. */
function nameIn(header: string): string | undefined {
  const parameters = new Map<string, string>()
  let rest = header.slice(header.indexOf(';'))
  while (rest !== '') {
    const match = /^;[ \t]*([\w*]+)=(?:"((?:[^"\\]|\\.)*)"|([^\s";,\\]+))[ \t]*/.exec(rest)
    if (!match) throw new Error(`not a parameter: ${rest}`)
    const [text, key = '', quoted, token] = match
    parameters.set(key.toLowerCase(), quoted?.replace(/\\(.)/g, '$1') ?? token ?? '')
    rest = rest.slice(text.length)
  }
  const extended = /^UTF-8''([!#$&+.^_`|~\w%-]*)$/.exec(parameters.get('filename*') ?? '')?.[1]
  return extended === undefined ? parameters.get('filename') : decodeURIComponent(extended)
}
