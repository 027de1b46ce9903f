import { describe, expect, test } from 'vitest'
import { verdictOn } from '../../../src/web/uploads/verdict.js'

const trouble = { method: 'PATCH', attempts: 0, asksForToken: false, body: '' }

describe('an upload in trouble', () => {
  test.each([0, 408, 409, 423, 429, 502, 503, 504])(
    'goes on by itself after %i, however often',
    (status) => {
      expect(verdictOn({ ...trouble, status, attempts: 5000 })).toEqual({ kind: 'again' })
    }
  )

  test.each([401, 403])('waits for a token after %i', (status) => {
    const body = 'The scope upload is needed\n'
    expect(verdictOn({ ...trouble, status, body, asksForToken: true })).toEqual({
      kind: 'token',
      status,
      detail: 'The scope upload is needed',
    })
  })

  test.each([
    [403, 'Another web site may not do this\n', 'Another web site may not do this'],
    [400, 'The file name is empty\n', 'The file name is empty'],
    [413, 'Maximum size exceeded\n', 'Too large for this service'],
    [
      413,
      '{"detail":"The limit is 1048576 bytes"}',
      'Too large for this service, which takes 1.0 MiB at most',
    ],
  ])('is refused for good after %i with “%s”: “%s”', (status, body, why) => {
    const verdict = { kind: 'refused', why, isFinal: true }
    expect(verdictOn({ ...trouble, status, body })).toEqual(verdict)
  })

  test.each([
    [507, '', 'The service has no room left for it'],
    [418, '', 'The service refused it (418)'],
    [405, '<html>\n<h1>405 Not allowed</h1>', 'The service refused it (405)'],
    [405, '<h1>405 Not allowed</h1>', 'The service refused it (405)'],
    [451, '{"message":"No"}', 'The service refused it (451)'],
  ])('is refused for now after %i with “%s”: “%s”', (status, body, why) => {
    const verdict = { kind: 'refused', why, isFinal: false }
    expect(verdictOn({ ...trouble, status, body })).toEqual(verdict)
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
      isFinal: false,
    })
  })
})
