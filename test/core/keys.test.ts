import { beforeEach, describe, expect, test, vi } from 'vitest'
import { newKey } from '../../src/core/keys.js'

const nanoid = vi.hoisted(() => vi.fn<() => string>())
vi.mock('nanoid', async (original) => {
  const real = await original<typeof import('nanoid')>()
  nanoid.mockImplementation(real.nanoid)
  return { ...real, nanoid }
})

describe('newKey', () => {
  beforeEach(() => nanoid.mockClear())

  test('gives 21 characters that are safe in a path, and never the same twice', () => {
    const keys = Array.from({ length: 5000 }, newKey)
    expect(new Set(keys).size).toBe(keys.length)
    for (const key of keys) expect(key).toMatch(/^[A-Za-z0-9_][A-Za-z0-9_-]{20}$/)
  })

  test('draws again when a key looks like an option on a command line', () => {
    nanoid.mockReturnValueOnce(`-${'a'.repeat(20)}`).mockReturnValueOnce('b'.repeat(21))
    expect(newKey()).toBe('b'.repeat(21))
    expect(nanoid).toHaveBeenCalledTimes(2)
  })
})
