import type { FastifyRequest } from 'fastify'
import { describe, expect, test } from 'vitest'
import { bodyEssence, declaredType, isForm, refuseCoding } from '../../src/http/content-type.js'
import { codeOf } from '../core/code-of.js'

const sent = (headers: Record<string, string>) => ({ headers }) as unknown as FastifyRequest
const typed = (type: string) => sent({ 'content-type': type })

describe('bodyEssence', () => {
  test('is the type alone, in lower case, and empty where there is none', () => {
    expect(bodyEssence(typed('Application/JSON; charset=utf-8'))).toBe('application/json')
    expect(bodyEssence(sent({}))).toBe('')
  })
})

describe('isForm', () => {
  test('is true of form-data alone', () => {
    expect(isForm(typed('Multipart/Form-Data; boundary=x'))).toBe(true)
    expect(isForm(typed('multipart/mixed; boundary=x'))).toBe(false)
    expect(isForm(sent({}))).toBe(false)
  })
})

describe('declaredType of a raw body', () => {
  test.each([
    ['image/png', 'image/png'],
    ['text/plain', 'text/plain'],
    ['Text/Plain; charset=UTF-8', 'text/plain; charset=UTF-8'],
    ['application/json', 'application/json'],
  ])('%s is %s', (type, declared) => {
    expect(declaredType(typed(type))).toBe(declared)
  })

  test.each([
    'application/octet-stream',
    'application/x-www-form-urlencoded',
    'APPLICATION/OCTET-STREAM; x=y',
  ])('%s says nothing of the bytes', (type) => {
    expect(declaredType(typed(type))).toBeUndefined()
  })

  test('is none where none was sent', () => {
    expect(declaredType(sent({}))).toBeUndefined()
  })

  test.each([
    '',
    'text',
    'text/html, image/png',
    'multipart/mixed; boundary=x',
    'Multipart/Related',
    'a/b; x',
  ])('is refused when it is %j', async (type) => {
    expect(await codeOf(() => declaredType(typed(type)))).toBe('UNSUPPORTED_MEDIA_TYPE')
  })
})

describe('refuseCoding', () => {
  test.each([{}, { 'content-encoding': 'identity' }, { 'content-encoding': ' Identity ' }])(
    'lets %j pass',
    (headers) => {
      expect(() => refuseCoding(sent(headers))).not.toThrow()
    }
  )

  test.each(['gzip', 'br', 'identity, gzip', '', 'x'])('refuses %j', async (coding) => {
    const refuse = () => refuseCoding(sent({ 'content-encoding': coding }))
    expect(await codeOf(refuse)).toBe('UNSUPPORTED_MEDIA_TYPE')
  })
})
