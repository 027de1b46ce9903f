import { describe, expect, test } from 'vitest'
import { FileError } from '../../src/core/errors.js'
import { checkReadiness } from '../../src/core/readiness.js'

const checked = (error?: Error) => ({
  check: async () => {
    if (error) throw error
  },
})

describe('checkReadiness', () => {
  test('is ok when every store is', async () => {
    expect(await checkReadiness({ metadata: checked(), contents: checked() })).toEqual({
      status: 'ok',
      checks: [
        { name: 'metadata', status: 'ok' },
        { name: 'contents', status: 'ok' },
      ],
    })
  })

  test('asks all of them and says which one failed, and why', async () => {
    const broken = checked(new FileError('STORE_UNAVAILABLE', { detail: 'A sync failed' }))
    const silent = checked(new FileError('STORE_UNAVAILABLE'))
    expect(await checkReadiness({ a: broken, b: checked(), c: silent })).toEqual({
      status: 'failed',
      checks: [
        { name: 'a', status: 'failed', detail: 'A sync failed' },
        { name: 'b', status: 'ok' },
        { name: 'c', status: 'failed', detail: 'STORE_UNAVAILABLE' },
      ],
    })
  })

  test('is only degraded by contents that are missing, unless something else fails', async () => {
    const missing = checked(new FileError('CONTENT_MISSING', { detail: '2 files' }))
    expect(await checkReadiness({ a: checked(), b: missing })).toMatchObject({
      status: 'degraded',
      checks: [{ status: 'ok' }, { name: 'b', status: 'degraded', detail: '2 files' }],
    })
    const failed = checked(new FileError('STORE_UNAVAILABLE'))
    expect(await checkReadiness({ a: failed, b: missing })).toMatchObject({ status: 'failed' })
  })

  test('shows nothing of a native error, which may name a path', async () => {
    const native = new Error("ENOENT: no such file or directory, stat '/var/data/content'")
    const readiness = await checkReadiness({ contents: checked(native) })
    expect(readiness.checks[0]?.detail).toBe('INTERNAL')
    expect(JSON.stringify(readiness)).not.toContain('/var')
  })
})
