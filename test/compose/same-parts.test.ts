import { expect, test } from 'vitest'
import { sameParts } from '../../src/compose/same-parts.js'
import { parseConfig } from '../../src/config.js'

const names = (a: Record<string, string>, b: Record<string, string>) =>
  sameParts(parseConfig(a), parseConfig(b)).map((line) => line.split(':')[0])

const bucket = { CONTENT_STORE: 's3', S3_BUCKET: 'files', S3_ENDPOINT: 'http://s3:9000' }
const postgres = { METADATA_STORE: 'postgres', POSTGRES_URL: 'postgres://a:b@db/files' }
const mongo = { METADATA_STORE: 'mongodb', MONGODB_URL: 'mongodb://db/' }

test.each([
  [
    'one directory, however it is written',
    { DATA_DIR: '/a/b' },
    { DATA_DIR: '/a/./c/../b/' },
    ['DATA_DIR'],
  ],
  ['two directories', { DATA_DIR: '/a' }, { DATA_DIR: '/b' }, []],
  ['a directory that one of them does not use', { ...bucket, ...postgres }, {}, []],
  ['one that both use for a part', { ...bucket }, { ...postgres }, ['DATA_DIR']],
  [
    'one database, whoever asks',
    { ...postgres, DATA_DIR: '/a' },
    { ...postgres, POSTGRES_URL: 'postgres://c:d@db/files', DATA_DIR: '/b' },
    ['POSTGRES_URL'],
  ],
  [
    'two databases of one server',
    { ...mongo, DATA_DIR: '/a' },
    { ...mongo, MONGODB_DATABASE: 'other', DATA_DIR: '/b' },
    [],
  ],
  [
    'one database and bucket',
    { ...mongo, ...bucket },
    { ...mongo, ...bucket },
    ['MONGODB_DATABASE', 'S3_BUCKET'],
  ],
  [
    'one bucket with two prefixes',
    { ...mongo, ...bucket },
    { ...postgres, ...bucket, S3_PREFIX: 'new' },
    [],
  ],
])('of two stores with %s the settings that name one place are told', (_title, a, b, expected) => {
  expect(names(a as never, b as never)).toEqual(expected)
})
