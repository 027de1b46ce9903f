import { describe, expect, test } from 'vitest'
import { filedrop } from '../support/command.js'
import { ownServer } from '../support/suite.js'
import { apiTokens, bearer, everything } from '../support/tokens.js'

interface Made {
  readonly name: string
  readonly scopes: readonly string[]
  readonly token: string
  readonly entry: string
}

async function make(...args: readonly string[]): Promise<Made> {
  const { code, stdout, stderr } = await filedrop('admin', 'token', ...args, '--json')
  expect([code, stderr]).toEqual([0, ''])
  return JSON.parse(stdout) as Made
}

describe('filedrop admin token', () => {
  test('makes a token that a server with its entry lets in, for what it is good for', async () => {
    const { token, entry } = await make('reader', '--scopes', 'list, read')
    const { client } = await ownServer({ API_TOKENS: `${apiTokens} ${entry}` }, everything)
    const reader = client.as(bearer(token))
    expect((await reader.get('/files')).status).toBe(200)
    expect((await reader.delete('/files/x')).status).toBe(403)
  })

  test('grants everything unless told otherwise, and nothing when told so', async () => {
    expect((await make('all')).scopes).toEqual(['upload', 'read', 'list', 'manage'])
    expect((await make('metrics', '--scopes', 'none')).entry).toMatch(/^metrics::[0-9a-f]{64}$/)
  })

  test('never makes the same one twice, and its entry does not hold it', async () => {
    const [one, other] = await Promise.all([make('x'), make('x')])
    expect(one.token).toMatch(/^fd_[\w-]{43}$/)
    expect(one.token).not.toBe(other.token)
    expect(one.entry).not.toContain(one.token)
  })

  test('prints secret and entry for people', async () => {
    const { stdout, code } = await filedrop('admin', 'token', 'ci', '--scopes', 'upload')
    expect(code).toBe(0)
    expect(stdout).toMatch(/^ {2}fd_[\w-]{43}$/m)
    expect(stdout).toMatch(/^ {2}ci:upload:[0-9a-f]{64}$/m)
  })

  test.each([
    [['admin', 'token'], /NAME/],
    [['admin', 'token', 'a b'], /NAME/],
    [['admin', 'token', 'a:b'], /NAME/],
    [['admin', 'token', 'a', 'b'], /NAME/],
    [['admin', 'token', 'a', '--scopes', 'delete'], /no scope "delete"/],
    [['admin', 'token', 'a', '--scopes', ''], /no scope/],
    [['admin', 'token', 'a', '--nonsense'], /nonsense/],
    [['admin', 'nothing'], /no command "nothing"/],
    [['admin', 'constructor'], /no command/],
  ])('%j ends with 64 and one line that says why', async (args, reason) => {
    const { code, stdout, stderr } = await filedrop(...args)
    expect([code, stdout]).toEqual([64, ''])
    expect(stderr).toMatch(reason)
    expect(stderr.trim()).not.toMatch(/\n/)
  })

  test.each([[['admin', '--help']], [['admin', 'token', '--help']], [['admin', 'token', '-h']]])(
    '%j explains itself',
    async (args) => {
      const { code, stdout } = await filedrop(...args)
      expect(code).toBe(0)
      expect(stdout).toMatch(/^Usage: filedrop admin/)
    }
  )
})
