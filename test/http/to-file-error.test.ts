import { describe, expect, test } from 'vitest'
import { FileError } from '../../src/core/errors.js'
import { toFileError } from '../../src/http/to-file-error.js'

const thrown = (members: object) => Object.assign(new Error('of the framework'), members)

describe('toFileError', () => {
  test('leaves our own errors as they are', () => {
    const own = new FileError('NO_FILE')
    expect(toFileError(own)).toBe(own)
  })

  test.each([
    ['a malformed URL', { code: 'FST_ERR_BAD_URL', statusCode: 400 }, 'FILE_NOT_FOUND'],
    [
      'an id that is too long',
      { code: 'FST_ERR_MAX_PARAM_LENGTH', statusCode: 414 },
      'FILE_NOT_FOUND',
    ],
    [
      'a type without a parser',
      { code: 'FST_ERR_CTP_INVALID_MEDIA_TYPE', statusCode: 415 },
      'UNSUPPORTED_MEDIA_TYPE',
    ],
    [
      'a JSON body that is too long',
      { code: 'FST_ERR_CTP_BODY_TOO_LARGE', statusCode: 413 },
      'FILE_TOO_LARGE',
    ],
    ['a broken connection', { code: 'ECONNRESET' }, 'INVALID_REQUEST'],
    ['JSON that is none', { statusCode: 400 }, 'INVALID_REQUEST'],
    [
      'an empty JSON body',
      { code: 'FST_ERR_CTP_EMPTY_JSON_BODY', statusCode: 400 },
      'INVALID_REQUEST',
    ],
    ['any other mistake of the caller', { statusCode: 499 }, 'INVALID_REQUEST'],
    ['a failure of the server', { statusCode: 500 }, 'INTERNAL'],
    ['a status that is none', { statusCode: 200 }, 'INTERNAL'],
    ['a native error', { code: 'ENOENT' }, 'INTERNAL'],
    ['a bug', {}, 'INTERNAL'],
  ])('says what it means: %s', (_, members, code) => {
    expect(toFileError(thrown(members)).code).toBe(code)
  })

  test('names the place that the validator found, which never holds the value', () => {
    const error = toFileError(
      thrown({ validation: [{}], message: 'querystring/limit must be string' })
    )
    expect(error).toMatchObject({ code: 'INVALID_REQUEST', detail: 'query/limit must be string' })
  })

  test('says nothing of what it does not know, and keeps it for the log', () => {
    const cause = new Error('/var/data/secret is gone')
    const error = toFileError(cause)
    expect(error).toMatchObject({ code: 'INTERNAL', detail: undefined, cause })
    expect(error.message).toBe('INTERNAL')
  })
})
