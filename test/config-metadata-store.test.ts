import { describe, expect, test } from 'vitest'
import { mistakes } from './support/mistakes.js'

describe('METADATA_STORE', () => {
  test.each([
    ['mongodb', 'MONGODB_URL', 'mongodb://127.0.0.1:27017/'],
    ['postgres', 'POSTGRES_URL', 'postgres://127.0.0.1/files'],
  ])('needs, being %s, %s', (METADATA_STORE, name, url) => {
    expect(mistakes({ METADATA_STORE })).toEqual([
      `${name}: METADATA_STORE=${METADATA_STORE} needs it`,
    ])
    expect(mistakes({ METADATA_STORE, [name]: url })).toEqual([])
  })

  test('that is unknown is one mistake', () => {
    expect(mistakes({ METADATA_STORE: 'sqlite' })).toHaveLength(1)
  })

  test('does not mind the address of another one, which is there to move to', () => {
    expect(mistakes({ METADATA_STORE: 'json', MONGODB_URL: 'mongodb://h/' })).toEqual([])
  })
})

describe('MONGODB_URL and POSTGRES_URL', () => {
  test.each([
    ['MONGODB_URL', 'mongodb://user:secret@a:27017,b:27017/?replicaSet=rs0'],
    ['MONGODB_URL', 'mongodb+srv://cluster.example.org/'],
    ['POSTGRES_URL', 'postgres://user:secret@host:5432/files?sslmode=verify-full'],
    ['POSTGRES_URL', 'postgresql:///files?host=/run/postgresql'],
  ])('%s may be %s', (name, url) => {
    expect(mistakes({ [name]: url })).toEqual([])
  })

  test.each([
    ['MONGODB_URL', 'http://user:secret@host/'],
    ['MONGODB_URL', 'user:secret@host'],
    ['MONGODB_URL', 'mongodb:///?password=secret'],
    ['POSTGRES_URL', 'mysql://user:secret@host/files'],
    ['POSTGRES_URL', 'postgres://user:secret@host'],
    ['POSTGRES_URL', 'postgres://user:secret@host:port/files'],
    ['POSTGRES_URL', 'host=localhost password=secret'],
  ])('%s may not be %s, which is not repeated', (name, url) => {
    const [mistake, ...more] = mistakes({ [name]: url })
    expect(mistake).toMatch(new RegExp(`^${name}: an address such as `))
    expect(mistake).not.toContain('secret')
    expect(more).toEqual([])
  })
})
