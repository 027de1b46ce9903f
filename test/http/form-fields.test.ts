import type { MultipartValue } from '@fastify/multipart'
import { describe, expect, test } from 'vitest'
import { replaceRules, uploadRules } from '../../src/http/accept-forms.js'
import { FormFields, requireMediaType } from '../../src/http/form-fields.js'
import { codeOf } from '../core/code-of.js'

const part = (fieldname: string, value: unknown, members: Partial<MultipartValue> = {}) =>
  ({
    type: 'field',
    fieldname,
    value,
    fieldnameTruncated: false,
    valueTruncated: false,
    mimetype: 'text/plain',
    encoding: '7bit',
    fields: {},
    ...members,
  }) as MultipartValue

describe('the text parts of an upload', () => {
  test('give the display name', () => {
    const fields = new FormFields(uploadRules('ignore'))
    expect(fields.isEmpty).toBe(true)
    fields.take(part('name', 'a.txt'))
    expect(fields.isEmpty).toBe(false)
    expect(fields.facts()).toEqual({ name: 'a.txt' })
  })

  test('say nothing when there are none', () => {
    expect(new FormFields(uploadRules('ignore')).facts()).toEqual({})
  })

  test('may be others where a web form sends them', () => {
    const fields = new FormFields(uploadRules('ignore'))
    for (const name of ['submit', '__proto__', 'constructor', 'file_type', 'name[]']) {
      fields.take(part(name, 'x'))
    }
    expect(fields.facts()).toEqual({})
    expect(fields.isEmpty).toBe(true)
  })

  test.each([
    'submit',
    '__proto__',
    'constructor',
    'toString',
    'Name',
    'name ',
    'a[b][c]',
    'undefined',
  ])('may not be %j where a client would have mistyped', async (name) => {
    const fields = new FormFields(uploadRules('refuse'))
    expect(await codeOf(() => fields.take(part(name, 'x')))).toBe('INVALID_REQUEST')
  })

  test('are refused when they come twice, also when empty', async () => {
    const fields = new FormFields(uploadRules('ignore'))
    fields.take(part('name', ''))
    expect(await codeOf(() => fields.take(part('name', 'b')))).toBe('INVALID_REQUEST')
    fields.take(part('other', 'a'))
    fields.take(part('other', 'b'))
  })

  test('count as not sent when they are left blank, as people and Swagger UI leave them', () => {
    const fields = new FormFields(replaceRules)
    fields.take(part('file_name', ''))
    fields.take(part('file_type', ''))
    expect(fields.isEmpty).toBe(true)
    expect(fields.facts()).toEqual({})
  })

  test.each([
    ['value', part('name', 'x', { valueTruncated: true })],
    ['name', part('x', 'x', { fieldnameTruncated: true })],
  ])('are never used when their %s was cut', async (_, cut) => {
    const fields = new FormFields(uploadRules('ignore'))
    expect(await codeOf(() => fields.take(cut))).toBe('FILE_TOO_LARGE')
  })

  // The parser reads a part of type application/json as JSON.
  test.each([{ a: 1 }, ['x'], 5, null, true])('are text, not %j', async (value) => {
    const fields = new FormFields(uploadRules('ignore'))
    expect(await codeOf(() => fields.take(part('name', value)))).toBe('INVALID_REQUEST')
  })
})

describe('the text parts of a replacement', () => {
  test('give name and type', () => {
    const fields = new FormFields(replaceRules)
    fields.take(part('file_type', 'Text/HTML; charset=utf-8'))
    fields.take(part('file_name', 'b.txt'))
    expect(fields.facts()).toEqual({ name: 'b.txt', type: 'text/html; charset=utf-8' })
  })

  test.each(['text', 'a/b\r\nX: y', 'text/html, image/png'])(
    'may not give %j as the type',
    async (type) => {
      const fields = new FormFields(replaceRules)
      fields.take(part('file_type', type))
      expect(await codeOf(() => fields.facts())).toBe('INVALID_REQUEST')
    }
  )

  test('may not be those of an upload', async () => {
    expect(await codeOf(() => new FormFields(replaceRules).take(part('name', 'x')))).toBe(
      'INVALID_REQUEST'
    )
  })
})

describe('requireMediaType', () => {
  test('gives a well-formed type and refuses others', async () => {
    expect(requireMediaType('IMAGE/PNG')).toBe('image/png')
    expect(await codeOf(() => requireMediaType('png'))).toBe('INVALID_REQUEST')
  })
})
