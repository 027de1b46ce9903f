import {
  MongoError,
  MongoNetworkError,
  MongoServerError,
  MongoServerSelectionError,
  MongoWriteConcernError,
} from 'mongodb'
import { expect, test } from 'vitest'
import { callError, commitError } from '../../../../src/storage/metadata/mongodb/errors.js'

/** Without labels, as they come to a client that sends nothing twice. */
const answer = (code?: number) =>
  new MongoServerError({ message: 'no', ...(code !== undefined && { code }) })
const refused = new MongoNetworkError('connect', {
  cause: Object.assign(new Error('refused'), { code: 'ECONNREFUSED' }),
})

test.each([
  ['a connection that broke', new MongoNetworkError('closed'), 'DURABILITY_UNKNOWN'],
  ['a connection that was not made', refused, 'STORE_UNAVAILABLE'],
  ['no server', new MongoServerSelectionError('none', {} as never), 'STORE_UNAVAILABLE'],
  ['what the driver does not name', new MongoError('odd'), 'DURABILITY_UNKNOWN'],
  ['what is not of the driver', new Error('odd'), 'DURABILITY_UNKNOWN'],
  ['a refusal', answer(2), 'STORE_UNAVAILABLE'],
  ['a full disk', answer(14031), 'INSUFFICIENT_STORAGE'],
  ['a right that is lacking', answer(13), 'STORE_UNAVAILABLE'],
  ['a key that is there', answer(11000), 'STORE_UNAVAILABLE'],
  ['a server that shuts down', answer(91), 'DURABILITY_UNKNOWN'],
  ['a server that shuts down in the middle of it', answer(11600), 'DURABILITY_UNKNOWN'],
  ['a server that steps down in the middle of it', answer(11602), 'DURABILITY_UNKNOWN'],
  ['a primary that stepped down', answer(189), 'DURABILITY_UNKNOWN'],
  ['an interruption', answer(11601), 'DURABILITY_UNKNOWN'],
  ['an answer without a code', answer(), 'DURABILITY_UNKNOWN'],
  ['a server that is no primary', answer(10107), 'STORE_UNAVAILABLE'],
  [
    'a majority that was not heard of',
    new MongoWriteConcernError({ ok: 1, writeConcernError: { code: 64, errmsg: 'late' } }),
    'DURABILITY_UNKNOWN',
  ],
])('a commit that ends with %s is told by its code', (_, error, code) => {
  expect(commitError(error)).toMatchObject({ code, cause: error })
  expect(callError(error)).toMatchObject({ code: 'STORE_UNAVAILABLE', cause: error })
})

test('a search that the server gave up says what it was', () => {
  expect(callError(answer(50)).detail).toContain('took too long')
})
