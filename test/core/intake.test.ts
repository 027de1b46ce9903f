import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { type ExpectedDigest, Intake } from '../../src/core/intake.js'
import { codeOf } from './code-of.js'
import { type Source, sourceOf } from './sources.js'

const digest = (algorithm: ExpectedDigest['algorithm'], text: string): ExpectedDigest => ({
  algorithm,
  value: createHash(algorithm).update(text).digest(),
})

const { from } = Buffer

async function taken(intake: Intake, source: Source): Promise<string> {
  const chunks: Uint8Array[] = []
  for await (const chunk of intake.chunks(source)) chunks.push(chunk)
  return Buffer.concat(chunks).toString()
}

describe('Intake', () => {
  test('passes bytes on as they came, counts and hashes them', async () => {
    const intake = new Intake({ limit: 0, digests: [] })
    expect(await taken(intake, sourceOf(['he', '', 'llo']))).toBe('hello')
    expect(intake.size).toBe(5)
    expect(intake.sha256).toBe(createHash('sha256').update('hello').digest('hex'))
  })

  test('knows the hash of nothing', async () => {
    const intake = new Intake({ limit: 1, digests: [] })
    await taken(intake, sourceOf([]))
    expect(intake.size).toBe(0)
    expect(intake.sha256).toBe(createHash('sha256').digest('hex'))
  })

  test('takes as many bytes as the limit and refuses one more', async () => {
    const limited = () => new Intake({ limit: 5, digests: [] })
    expect(await taken(limited(), sourceOf(['hel', 'lo']))).toBe('hello')
    expect(await codeOf(() => taken(limited(), sourceOf(['hel', 'lo!'])))).toBe('FILE_TOO_LARGE')
    expect(await codeOf(() => taken(limited(), sourceOf(['hello!'])))).toBe('FILE_TOO_LARGE')
  })

  test('passes nothing of the chunk that is too much, and leaves the source', async () => {
    const source = sourceOf(['ab', 'cd', 'ef'])
    const passed: string[] = []
    const read = async () => {
      for await (const chunk of new Intake({ limit: 3, digests: [] }).chunks(source)) {
        passed.push(Buffer.from(chunk).toString())
      }
    }
    expect(await codeOf(read)).toBe('FILE_TOO_LARGE')
    expect(passed).toEqual(['ab'])
    expect(source).toMatchObject({ pulled: 2, left: true })
  })

  test('knows size and hash of bytes that are there as a whole, and passes them on', async () => {
    const intake = new Intake({ limit: 5, digests: [digest('sha512', 'hello')] })
    const bytes = from('hello')
    expect(intake.take(bytes)).toBe(bytes)
    expect(intake.size).toBe(5)
    expect(intake.sha256).toBe(createHash('sha256').update('hello').digest('hex'))
  })

  test('refuses as a whole what is too large or not what was announced', async () => {
    const limited = new Intake({ limit: 4, digests: [] })
    expect(await codeOf(async () => limited.take(from('hello')))).toBe('FILE_TOO_LARGE')
    for (const algorithm of ['sha256', 'sha512'] as const) {
      const announced = new Intake({ limit: 0, digests: [digest(algorithm, 'hello')] })
      expect(await codeOf(async () => announced.take(from('hallo')))).toBe('DIGEST_MISMATCH')
    }
  })

  test('has no limit at 0', async () => {
    const intake = new Intake({ limit: 0, digests: [] })
    await taken(intake, sourceOf(['x'.repeat(100_000)]))
    expect(intake.size).toBe(100_000)
  })

  test('accepts the digests that were announced', async () => {
    const digests = [
      digest('sha256', 'hello'),
      digest('sha512', 'hello'),
      digest('sha256', 'hello'),
    ]
    expect(await taken(new Intake({ limit: 0, digests }), sourceOf(['hel', 'lo']))).toBe('hello')
  })

  test.each([
    ['sha256', [digest('sha256', 'other')]],
    ['sha512', [digest('sha512', 'other')]],
    ['one of two', [digest('sha256', 'hello'), digest('sha512', 'other')]],
    ['one of the same algorithm', [digest('sha256', 'hello'), digest('sha256', 'other')]],
    ['a digest of another length', [{ algorithm: 'sha256' as const, value: Buffer.alloc(3) }]],
  ])('throws DIGEST_MISMATCH in place of the end: %s', async (_, digests) => {
    const intake = new Intake({ limit: 0, digests })
    expect(await codeOf(() => taken(intake, sourceOf(['hello'])))).toBe('DIGEST_MISMATCH')
    expect(intake.sha256).toBe('')
  })

  test('throws what the source throws', async () => {
    const broken = new Error('connection lost')
    const intake = new Intake({ limit: 0, digests: [] })
    await expect(taken(intake, sourceOf(['a', broken]))).rejects.toBe(broken)
  })
})
