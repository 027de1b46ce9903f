import { describe, expect, test, vi } from 'vitest'
import { FiledropError } from '../../src/client/client.js'
import { openApi } from '../../src/web/api.js'

const refusal = new FiledropError('no', 'UNAUTHORIZED', 401)

function opened() {
  let token: string | undefined
  const ask = vi.fn(async (_reason: string) => {
    token = 'given'
    return true
  })
  const api = openApi({ page: 'http://host/below/?x=1#y', token: () => token, ask })
  return { api, ask }
}

describe('the service behind the page', () => {
  test('is found below the address of the page, whatever path that has', () => {
    expect(opened().api.url('files/x')).toBe('http://host/below/files/x')
  })

  test('is asked again with each token that is given as long as it refuses', async () => {
    const { api, ask } = opened()
    const work = vi.fn(async () => {
      if (ask.mock.calls.length < 2) throw refusal
      return 'done'
    })
    expect(await api.call(work)).toBe('done')
    expect([work.mock.calls.length, ask.mock.calls.length]).toEqual([3, 2])
    expect(api.headers).toEqual({ Authorization: 'Bearer given' })
  })

  test('asks one question, however many requests are refused at once', async () => {
    const { api, ask } = opened()
    await Promise.all([api.refused(401), api.refused(401), api.refused(403)])
    expect(ask).toHaveBeenCalledTimes(1)
    await api.refused(403)
    expect(ask).toHaveBeenCalledTimes(2)
  })

  test('is left in peace when no token is given', async () => {
    const { api, ask } = opened()
    ask.mockResolvedValue(false)
    await expect(api.call(() => Promise.reject(refusal))).rejects.toBe(refusal)
  })

  test('says what is wrong with a token: that there is none, that it is not known, or that it lacks a scope', async () => {
    const { api, ask } = opened()
    await api.refused(401)
    await api.refused(401)
    await api.refused(403, 'This needs a token with the scope upload')
    const [none, unknown, scope] = ask.mock.calls.map(([reason]) => reason)
    expect(none).toContain('asks for an access token')
    expect(unknown).toContain('does not know this token')
    expect(scope).toBe('This token may not upload (scope “upload”).')
  })

  test('is not asked about a scope where that is of no matter', async () => {
    const { api, ask } = opened()
    const lack = new FiledropError('no', 'INSUFFICIENT_SCOPE', 403)
    const work = () => Promise.reject(ask.mock.calls.length === 0 ? refusal : lack)
    await expect(api.call(work, { whateverScope: true })).rejects.toBe(lack)
    expect(ask).toHaveBeenCalledTimes(1)
  })

  test('asks nobody for a token when something else is wrong', async () => {
    const { api, ask } = opened()
    const fault = new FiledropError('gone', 'FILE_NOT_FOUND', 404)
    await expect(api.call(() => Promise.reject(fault))).rejects.toBe(fault)
    expect(ask).not.toHaveBeenCalled()
  })
})
