import { DatabaseError } from 'pg'
import { expect, test } from 'vitest'
import {
  callError,
  commitError,
  withoutClient,
} from '../../../../src/storage/metadata/postgres/errors.js'

const answer = (code: string) => Object.assign(new DatabaseError('no', 2, 'error'), { code })

test.each([
  ['a connection that broke', new Error('Connection terminated'), 'DURABILITY_UNKNOWN'],
  ['a server that shuts down', answer('57P01'), 'DURABILITY_UNKNOWN'],
  ['a server that crashed', answer('57P02'), 'DURABILITY_UNKNOWN'],
  ['a server that cannot tell', answer('40003'), 'DURABILITY_UNKNOWN'],
  ['a server that is broken', answer('XX000'), 'DURABILITY_UNKNOWN'],
  ['a statement that took too long', answer('57014'), 'STORE_UNAVAILABLE'],
  ['a deadlock', answer('40P01'), 'STORE_UNAVAILABLE'],
  ['a standby', answer('25006'), 'STORE_UNAVAILABLE'],
  ['a full disk', answer('53100'), 'INSUFFICIENT_STORAGE'],
])('a commit that ends with %s is told by its code', (_, error, code) => {
  expect(commitError(error)).toMatchObject({ code, cause: error })
  expect(callError(error)).toMatchObject({ code: 'STORE_UNAVAILABLE', cause: error })
})

test('a search that the server gave up says what it was', () => {
  expect(callError(answer('57014')).detail).toContain('took too long')
})

test('what is said of a lost connection does not hold the connection', () => {
  const client = { connectionParameters: { host: 'db' }, secretKey: 4711 }
  const error = Object.assign(new Error('terminated'), { code: '57P01', client })
  const bare = withoutClient(error)
  expect(bare).toMatchObject({ message: 'terminated', code: '57P01' })
  expect(bare).not.toHaveProperty('client')
})
