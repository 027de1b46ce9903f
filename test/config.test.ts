import { describe, expect, test } from 'vitest'
import { configEntries } from '../schemas/config.js'
import { configWarnings, parseConfig } from '../src/config.js'
import { mistakes } from './support/mistakes.js'

describe('parseConfig', () => {
  test('gives every setting its default', () => {
    expect(parseConfig({})).toEqual({
      HOST: '127.0.0.1',
      PORT: 8080,
      ACCESS: 'local',
      API_TOKENS: [],
      CORS_ORIGINS: [],
      DATA_DIR: 'data',
      CONTENT_STORE: 'directory',
      S3_REGION: 'us-east-1',
      S3_PREFIX: '',
      S3_FORCE_PATH_STYLE: true,
      S3_CHECKSUMS: 'when_supported',
      S3_PART_SIZE: 5 * 1024 ** 2,
      S3_PARTS_IN_FLIGHT: 1,
      S3_MAX_SOCKETS: 256,
      S3_TIMEOUT: 10_000,
      FORCE_UNLOCK: false,
      MAX_FILE_SIZE: 10 * 1024 ** 3,
      MIN_FREE_SPACE: 64 * 1024 ** 2,
      SMALL_FILE_SIZE: 64 * 1024,
      SMALL_FILE_BACKLOG: 1024 ** 3,
      SMALL_FILE_CACHE: 16 * 1024 ** 2,
      TUS_EXPIRES_AFTER: 24 * 3_600_000,
      MAX_UNFINISHED_UPLOADS: 10_000,
      MAX_CONNECTIONS: 10_000,
      MAX_CONNECTIONS_PER_ADDRESS: 0,
      MAX_PARTS: 100,
      MAX_FIELD_SIZE: 64 * 1024,
      MAX_HEADER_SIZE: 16 * 1024,
      HEADERS_TIMEOUT: 15_000,
      BODY_IDLE_TIMEOUT: 30_000,
      MIN_BODY_RATE: 1024,
      MIN_BODY_RATE_WINDOW: 60_000,
      WRITE_IDLE_TIMEOUT: 60_000,
      KEEP_ALIVE_TIMEOUT: 72_000,
      SHUTDOWN_GRACE: 30_000,
      ON_STORE_FAILURE: 'exit',
      LOG_LEVEL: 'info',
      METADATA_STORE: 'json',
      MONGODB_DATABASE: 'filedrop',
      POSTGRES_POOL_SIZE: 10,
      METADATA_TIMEOUT: 5000,
    })
  })

  test('takes empty and blank variables for absent ones, and ignores those it does not know', () => {
    const empty = Object.fromEntries(configEntries().map(([name], i) => [name, i % 2 ? '' : '  ']))
    expect(parseConfig({ ...empty, PATH: '/bin', port: '1' })).toEqual(parseConfig({}))
  })

  test('drops blanks around a value', () => {
    expect(parseConfig({ PORT: ' 1234 ', DATA_DIR: ' /x y ' })).toMatchObject({
      PORT: 1234,
      DATA_DIR: '/x y',
    })
  })

  test.each([
    ['0', 0],
    ['1024', 1024],
    ['1b', 1],
    ['512KiB', 512 * 1024],
    ['512kib', 512 * 1024],
    ['64 MiB', 64 * 1024 ** 2],
    ['10GiB', 10 * 1024 ** 3],
    ['2TIB', 2 * 1024 ** 4],
  ])('reads %s as bytes', (text, value) => {
    expect(parseConfig({ MAX_FILE_SIZE: text }).MAX_FILE_SIZE).toBe(value)
  })

  test.each([
    ['10', 10],
    ['500ms', 500],
    ['30s', 30_000],
    ['2 m', 120_000],
    ['1h', 3_600_000],
  ])('reads %s as a duration', (text, value) => {
    expect(parseConfig({ BODY_IDLE_TIMEOUT: text }).BODY_IDLE_TIMEOUT).toBe(value)
  })

  test.each([
    ['true', true],
    ['false', false],
  ])('reads %s as a switch', (text, value) => {
    expect(parseConfig({ FORCE_UNLOCK: text }).FORCE_UNLOCK).toBe(value)
  })

  test.each([
    ['PORT', 'abc'],
    ['PORT', '-1'],
    ['PORT', '65536'],
    ['PORT', '0x50'],
    ['PORT', '80.5'],
    ['PORT', '1e3'],
    ['PORT', '80s'],
    ['MAX_FILE_SIZE', '-1'],
    ['MAX_FILE_SIZE', '99999999TiB'],
    ['MAX_HEADER_SIZE', '1'],
    ['BODY_IDLE_TIMEOUT', '1'],
    ['MAX_FILE_SIZE', '10MB'],
    ['MAX_FILE_SIZE', '1.5GiB'],
    ['MAX_FILE_SIZE', 'GiB'],
    ['MAX_FILE_SIZE', '30s'],
    ['MAX_FILE_SIZE', '5 constructor'],
    ['BODY_IDLE_TIMEOUT', '0'],
    ['BODY_IDLE_TIMEOUT', '30 seconds'],
    ['BODY_IDLE_TIMEOUT', '1000h'],
    ['BODY_IDLE_TIMEOUT', '5KiB'],
    ['MAX_PARTS', '0'],
    ['FORCE_UNLOCK', 'yes'],
    ['FORCE_UNLOCK', '1'],
    ['FORCE_UNLOCK', 'constructor'],
    ['ACCESS', 'public'],
    ['ON_STORE_FAILURE', 'EXIT'],
    ['LOG_LEVEL', 'verbose'],
  ])('refuses %s=%s in one line that names both', (name, text) => {
    const [mistake, ...others] = mistakes({ [name]: text })
    expect(mistake).toMatch(new RegExp(`^${name}: .+ expected, got `))
    expect(mistake).toContain(JSON.stringify(text))
    expect(mistake).not.toContain('\n')
    expect(others).toEqual([])
  })

  test('says what it expects', () => {
    const wrong = {
      PORT: 'x',
      MAX_FILE_SIZE: 'x',
      HEADERS_TIMEOUT: 'x',
      ACCESS: 'x',
      PUBLIC_URL: 'x',
      TRUST_PROXY: 'x',
      FORCE_UNLOCK: 'x',
    }
    expect(mistakes(wrong)).toEqual([
      'PORT: a whole number from 0 to 65535 expected, got "x"',
      'ACCESS: one of local, open expected, got "x"',
      'FORCE_UNLOCK: a boolean expected, got "x"',
      'PUBLIC_URL: an http or https address without user, query or fragment expected, got "x"',
      'TRUST_PROXY: addresses, networks or a number of hops expected, got "x"',
      'MAX_FILE_SIZE: a number of bytes such as 512MiB, at least 0, expected, got "x"',
      'HEADERS_TIMEOUT: a duration such as 30s, at least 10ms, expected, got "x"',
    ])
  })

  test('puts one mistake on each line of its message', () => {
    expect(() => parseConfig({ PORT: 'x', LOG_LEVEL: 'y' })).toThrow(/^PORT: .+\nLOG_LEVEL: .+$/)
  })
})

describe('CONTENT_STORE', () => {
  const s3 = { CONTENT_STORE: 's3', S3_BUCKET: 'files' }

  test('is s3 with nothing but a bucket', () => {
    expect(parseConfig(s3)).toMatchObject(s3)
    expect(configWarnings(parseConfig(s3))).toEqual([])
  })

  test('is not s3 without a bucket', () => {
    expect(mistakes({ CONTENT_STORE: 's3' })).toEqual([
      'S3_BUCKET: CONTENT_STORE=s3 needs the name of a bucket',
    ])
  })

  test('is not s3 with files that no number of parts can hold', () => {
    expect(mistakes({ ...s3, MAX_FILE_SIZE: '49GiB' })).toEqual([
      expect.stringMatching(/^MAX_FILE_SIZE: /),
    ])
    expect(mistakes({ ...s3, MAX_FILE_SIZE: '49GiB', S3_PART_SIZE: '6MiB' })).toEqual([])
    expect(mistakes({ MAX_FILE_SIZE: '49GiB' })).toEqual([])
  })

  test.each(['ab', 'Files', '-files', 'files-', 'a/b', 'a_b', 'x'.repeat(64)])(
    'has no bucket %s',
    (S3_BUCKET) => {
      expect(mistakes({ ...s3, S3_BUCKET })).toEqual([expect.stringMatching(/^S3_BUCKET: /)])
    }
  )

  test.each(['/', 'a/', '/a', 'a//b', '..', 'a/../b', 'a b', 'ä'])(
    'has no prefix %s',
    (S3_PREFIX) => {
      expect(mistakes({ ...s3, S3_PREFIX })).toEqual([expect.stringMatching(/^S3_PREFIX: /)])
    }
  )

  test('may have a prefix of several names', () => {
    expect(mistakes({ ...s3, S3_PREFIX: 'team-a/files.v1' })).toEqual([])
  })

  test('warns of a bucket that nothing is put into', () => {
    expect(configWarnings(parseConfig({ S3_BUCKET: 'files' }))).toEqual([
      expect.stringContaining('CONTENT_STORE=s3'),
    ])
  })

  test('warns of a database that nothing is put into', () => {
    expect(configWarnings(parseConfig({ POSTGRES_URL: 'postgres://db/files' }))).toEqual([
      expect.stringContaining('METADATA_STORE'),
    ])
  })
})

describe('HOST', () => {
  test.each(['127.0.0.1', '127.8.9.10', 'localhost', '::1'])(
    'may be the loopback address %s without a word',
    (HOST) => {
      expect(parseConfig({ HOST }).HOST).toBe(HOST)
    }
  )

  test.each([
    '0.0.0.0',
    '::',
    '192.168.1.5',
    'example.org',
    '127.0.0.1.example.org',
    '1270.0.0.1',
    '::ffff:10.0.0.1',
  ])('may be %s only with ACCESS=open', (HOST) => {
    const [mistake] = mistakes({ HOST })
    expect(mistake).toMatch(/^HOST: .*ACCESS=open/)
    expect(mistakes({ HOST, ACCESS: 'local' })).toHaveLength(1)
    expect(parseConfig({ HOST, ACCESS: 'open' }).HOST).toBe(HOST)
  })

  test('may be a loopback address with ACCESS=open as well', () => {
    expect(mistakes({ ACCESS: 'open' })).toEqual([])
  })
})

describe('API_TOKENS', () => {
  const digest = 'a1'.repeat(32)
  const [second, third] = ['b2'.repeat(32), 'c3'.repeat(32)]

  test.each([
    ['one entry', `ci:upload:${digest}`, 1],
    ['several scopes', `ci:upload,read,list,manage:${digest}`, 1],
    ['no scope, for documents and metrics alone', `prometheus::${digest}`, 1],
    ['blanks between', `a:read:${digest} b:upload,read:${second}`, 2],
    ['lines and commas between', `a:read:${digest},\n  b:upload,read:${second};c::${third}`, 3],
    ['a digest in upper case', `ci:upload:${digest.toUpperCase()}`, 1],
  ])('may have %s', (_, API_TOKENS, count) => {
    expect(parseConfig({ API_TOKENS }).API_TOKENS).toHaveLength(count)
    expect(parseConfig({ API_TOKENS, HOST: '0.0.0.0' }).HOST).toBe('0.0.0.0')
  })

  test.each([
    ['a secret in place of its digest', 'ci:upload:fd_secret'],
    ['an unknown scope', `ci:delete:${digest}`],
    ['a scope too little', `ci:upload,:${digest}`],
    ['no name', `:upload:${digest}`],
    ['a digest that is too long', `ci:upload:${digest}0`],
    ['no scopes at all', `ci:${digest}`],
    ['a secret for a name', `fd_${'s'.repeat(43)}:upload:${digest}`],
  ])('may not have %s, and what was sent is not repeated', (_, text) => {
    const [mistake, ...others] = mistakes({ API_TOKENS: `ok:read:${second} ${text}` })
    expect(mistake).toMatch(/^API_TOKENS: entries .+ number 2 is none$/)
    expect(mistake).not.toContain(text)
    expect(others).toEqual([])
  })
})

test('API_TOKENS may not grant two things to one token', () => {
  const digest = 'a1'.repeat(32)
  const API_TOKENS = `ci:read:${digest} other:list:${'b'.repeat(64)} ci:manage:${digest.toUpperCase()}`
  expect(mistakes({ API_TOKENS })).toEqual([
    'API_TOKENS: number 3 is for the token of an earlier entry',
  ])
})

test('a password in PUBLIC_URL is not repeated', () => {
  expect(mistakes({ PUBLIC_URL: 'http://user:secret@example.org' }).join()).not.toContain('secret')
})

describe('CORS_ORIGINS', () => {
  test('has origins with commas or blanks between', () => {
    const CORS_ORIGINS = 'https://app.example.com, http://localhost:3000'
    expect(parseConfig({ CORS_ORIGINS }).CORS_ORIGINS).toHaveLength(2)
  })

  test.each([
    '*',
    'null',
    'app.example.com',
    'https://app.example.com/path',
    'https://*.example.com/',
  ])('may not be %s', (CORS_ORIGINS) => {
    expect(mistakes({ CORS_ORIGINS })).toHaveLength(1)
  })
})

describe('PUBLIC_URL', () => {
  test.each([
    'https://files.example.org',
    'http://localhost:8080',
    'https://example.org/files/',
    'http://[::1]:8080',
  ])('may be %s', (PUBLIC_URL) => {
    expect(parseConfig({ PUBLIC_URL }).PUBLIC_URL).toBe(PUBLIC_URL)
  })

  test.each([
    'files.example.org',
    '/files',
    'ftp://example.org',
    'file:///etc/passwd',
    'javascript:alert(1)',
    'https://',
    'https://example.org/?a=b',
    'https://example.org/#x',
    'https://user@example.org',
    'https://user:secret@example.org',
  ])('may not be %s', (PUBLIC_URL) => {
    expect(mistakes({ PUBLIC_URL })).toHaveLength(1)
  })
})

describe('TRUST_PROXY', () => {
  test.each([
    '0',
    '1',
    '99',
    '10.0.0.1',
    '10.0.0.0/8',
    '10.0.0.1, 192.168.0.0/16',
    '::1',
    'fd00::/8',
    'fd00::1/128',
  ])('may be %s', (TRUST_PROXY) => {
    expect(parseConfig({ TRUST_PROXY }).TRUST_PROXY).toBe(TRUST_PROXY)
  })

  test.each([
    'true',
    '*',
    'all',
    '100',
    '-1',
    'proxy.example.org',
    '10.0.0.1;10.0.0.2',
    '10.0.0.1,',
    ',',
    '10.0.0.0/33',
    '10.0.0.0/',
    '10.0.0.0/8/8',
    '10.0.0.0/a',
    'fd00::/129',
    '10.0.0',
    '300.0.0.1',
  ])('may not be %s', (TRUST_PROXY) => {
    expect(mistakes({ TRUST_PROXY })).toHaveLength(1)
  })
})
