import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { expectedDigests, reprDigest } from '../../src/http/digest-fields.js'
import { codeOf } from '../core/code-of.js'

const hash = (algorithm: string) => createHash(algorithm).update('hello').digest()
const field = (algorithm: string) => `:${hash(algorithm).toString('base64')}:`
const sha256 = { algorithm: 'sha256', value: hash('sha256') }
const sha512 = { algorithm: 'sha512', value: hash('sha512') }

describe('reprDigest', () => {
  test('is the hash as a member of a dictionary (RFC 9530 section 3)', () => {
    const empty = createHash('sha256').digest('hex')
    expect(reprDigest(empty)).toBe('sha-256=:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=:')
  })

  test('is what a client can send back', () => {
    const sent = { 'content-digest': reprDigest(hash('sha256').toString('hex')) }
    expect(expectedDigests(sent)).toEqual([sha256])
  })
})

describe('expectedDigests', () => {
  test.each([
    ['no field', {}, []],
    ['Content-Digest', { 'content-digest': `sha-256=${field('sha256')}` }, [sha256]],
    ['Repr-Digest', { 'repr-digest': `sha-512=${field('sha512')}` }, [sha512]],
    [
      'both',
      {
        'content-digest': `sha-256=${field('sha256')}`,
        'repr-digest': `sha-512=${field('sha512')}`,
      },
      [sha256, sha512],
    ],
    [
      'two in one field',
      { 'content-digest': `sha-256=${field('sha256')} ,\tsha-512=${field('sha512')}` },
      [sha256, sha512],
    ],
    [
      'an algorithm that we do not know beside one that we do',
      { 'content-digest': `md5=:AAAA:, sha-256=${field('sha256')}` },
      [sha256],
    ],
  ])('reads %s', (_, headers, digests) => {
    expect(expectedDigests(headers)).toEqual(digests)
  })

  test.each([
    ['no dictionary', 'hello'],
    ['nothing', ''],
    ['no byte sequence', 'sha-256=abc'],
    ['a text', 'sha-256="abc"'],
    ['an open sequence', `sha-256=${field('sha256').slice(0, -1)}`],
    ['capitals', `SHA-256=${field('sha256')}`],
    ['the old form', `SHA-256=${hash('sha256').toString('base64')}`],
    ['a trailing comma', `sha-256=${field('sha256')},`],
    ['characters of the other alphabet', `sha-256=:${'_'.repeat(43)}=:`],
    ['too few bytes', 'sha-256=:AAAA:'],
    ['no bytes', 'sha-256=::'],
    ['bytes of another algorithm', `sha-256=${field('sha512')}`],
    ['hexadecimal', `sha-256=:${hash('sha256').toString('hex')}:`],
    ['a malformed unknown one', `sha-256=${field('sha256')}, md5=x`],
  ])('refuses %s', async (_, text) => {
    expect(await codeOf(() => expectedDigests({ 'content-digest': text }))).toBe('INVALID_REQUEST')
    expect(await codeOf(() => expectedDigests({ 'repr-digest': text }))).toBe('INVALID_REQUEST')
  })

  test('refuses a field that names nothing it could check', async () => {
    const unknown = { 'content-digest': 'md5=:XUFAKrxLKna5cZ2REBfFkg==:, sha=:AAAA:' }
    expect(await codeOf(() => expectedDigests(unknown))).toBe('UNSUPPORTED_DIGEST')
    const beside = { ...unknown, 'repr-digest': `sha-256=${field('sha256')}` }
    expect(await codeOf(() => expectedDigests(beside))).toBe('UNSUPPORTED_DIGEST')
  })
})
