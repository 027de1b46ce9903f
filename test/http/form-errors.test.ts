import type { FastifyRequest } from 'fastify'
import { describe, expect, test } from 'vitest'
import { FileError } from '../../src/core/errors.js'
import { malformedForm, requireBoundary } from '../../src/http/form-errors.js'
import { codeOf } from '../core/code-of.js'

const sent = (type?: string) => ({ headers: { 'content-type': type } }) as FastifyRequest

describe('requireBoundary', () => {
  test.each([
    'multipart/form-data; boundary=x',
    'multipart/form-data;boundary=----WebKitFormBoundary7MA4YWxkTrZu0gW',
    'multipart/form-data; boundary="with blanks and ;"',
    'multipart/form-data; charset=utf-8; boundary=x',
    'multipart/form-data; boundary=x; charset=utf-8',
    'multipart/form-data; BOUNDARY=x',
    `multipart/form-data; boundary=${'x'.repeat(70)}`,
    `multipart/form-data; boundary="${'x'.repeat(70)}"`,
  ])('takes %s', (type) => {
    expect(() => requireBoundary(sent(type))).not.toThrow()
  })

  test.each([
    ['no type', undefined],
    ['no boundary', 'multipart/form-data'],
    ['an empty one', 'multipart/form-data; boundary='],
    ['an empty one in quotes', 'multipart/form-data; boundary=""'],
    ['an open quote', 'multipart/form-data; boundary="x'],
    ['a blank inside', 'multipart/form-data; boundary=x y'],
    ['71 characters', `multipart/form-data; boundary=${'x'.repeat(71)}`],
    ['71 characters in quotes', `multipart/form-data; boundary="${'x'.repeat(71)}"`],
    ['300 characters', `multipart/form-data; boundary=${'x'.repeat(300)}`],
    ['another parameter', 'multipart/form-data; xboundary=x'],
  ])('refuses %s', async (_, type) => {
    expect(await codeOf(() => requireBoundary(sent(type)))).toBe('BAD_MULTIPART')
  })

  test('reads a long header in linear time', async () => {
    const start = performance.now()
    for (const piece of [';', '; ', ' ', ';boundary="', ';boundary=']) {
      const type = `multipart/form-data${piece.repeat(20_000)}`
      await codeOf(() => requireBoundary(sent(type)))
    }
    expect(performance.now() - start).toBeLessThan(1000)
  })
})

describe('malformedForm', () => {
  const meaning = (error: unknown) => codeOf(() => malformedForm(error))
  const withCode = (code: string) => Object.assign(new Error('x'), { code })

  test.each([
    ['too many parts', withCode('FST_PARTS_LIMIT'), 'FILE_TOO_LARGE'],
    ['too many files', withCode('FST_FILES_LIMIT'), 'FILE_TOO_LARGE'],
    ['too many fields', withCode('FST_FIELDS_LIMIT'), 'FILE_TOO_LARGE'],
    ['a body that ends early', withCode('ERR_STREAM_PREMATURE_CLOSE'), 'INVALID_REQUEST'],
    ['a connection that broke', withCode('ECONNRESET'), 'INVALID_REQUEST'],
    ['a form that ends early', new Error('Unexpected end of form'), 'BAD_MULTIPART'],
    ['a part header that is none', new Error('Malformed part header'), 'BAD_MULTIPART'],
    ['a name such as __proto__', withCode('FST_PROTO_VIOLATION'), 'BAD_MULTIPART'],
  ])('says what the parser meant: %s', async (_, error, code) => {
    expect(await meaning(error)).toBe(code)
  })

  test('leaves our own errors as they are', () => {
    const own = new FileError('TOO_MANY_FILES')
    expect(() => malformedForm(own)).toThrow(own)
  })

  test('keeps the cause for the log and says nothing of it to the caller', () => {
    const cause = new Error('Unexpected end of form')
    try {
      malformedForm(cause)
    } catch (error) {
      expect(error).toMatchObject({ code: 'BAD_MULTIPART', cause, detail: undefined })
    }
  })
})
