import { describe, expect, test } from 'vitest'
import { verdictOn } from '../../../src/web/uploads/verdict.js'

const trouble = { method: 'PATCH', attempts: 0 }
const problem = (code: string, detail = 'A detail') => JSON.stringify({ code, detail })

describe('an upload in trouble', () => {
  test.each([0, 408, 409, 423, 429, 502, 503, 504])(
    'goes on by itself after %i, however often',
    (status) => {
      expect(verdictOn({ ...trouble, status, attempts: 5000 })).toEqual({ kind: 'again' })
    }
  )

  test.each([401, 403])('waits for a token after %i', (status) => {
    const body = problem('INSUFFICIENT_SCOPE')
    expect(verdictOn({ ...trouble, status, body })).toEqual({ kind: 'token', status })
  })

  test('is told why no token would help', () => {
    const body = problem('CROSS_SITE', 'Not from here')
    expect(verdictOn({ ...trouble, status: 403, body })).toEqual({
      kind: 'refused',
      why: 'Not from here',
    })
  })

  test.each([
    [413, 'Too large for this service'],
    [507, 'The service has no room left for it'],
    [400, 'The service does not accept this name'],
    [418, 'The service refused it (418)'],
  ])('is refused for good after %i, and says why', (status, why) => {
    expect(verdictOn({ ...trouble, status, body: 'Some text' })).toEqual({
      kind: 'refused',
      why,
    })
  })

  test('begins anew when it ran out meanwhile, and not for ever', () => {
    for (const status of [404, 410]) {
      expect(verdictOn({ ...trouble, status }).kind).toBe('again')
      expect(verdictOn({ ...trouble, status, attempts: 4 }).kind).toBe('refused')
    }
  })

  test('gives up at once where nothing takes uploads', () => {
    expect(verdictOn({ ...trouble, method: 'POST', status: 404 }).kind).toBe('refused')
  })

  test('gives up on a service that fails each time', () => {
    expect(verdictOn({ ...trouble, status: 500 }).kind).toBe('again')
    expect(verdictOn({ ...trouble, status: 500, attempts: 4 })).toEqual({
      kind: 'refused',
      why: 'The service failed',
    })
  })
})
