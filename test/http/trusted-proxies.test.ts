import { describe, expect, test } from 'vitest'
import { plainAddress, trustedProxies } from '../../src/http/trusted-proxies.js'

describe('trustedProxies', () => {
  test.each([
    ['10.0.0.1', '10.0.0.1', true],
    ['10.0.0.1', '::ffff:10.0.0.1', true],
    ['10.0.0.1', '10.0.0.2', false],
    ['10.0.0.0/8, fd00::/8', '10.200.3.4', true],
    ['10.0.0.0/8, fd00::/8', 'fd12::1', true],
    ['10.0.0.0/8, fd00::/8', 'fe80::1', false],
    ['', '127.0.0.1', false],
  ])('%j and the address %s: %j', (setting, address, trusted) => {
    expect(trustedProxies(setting)(address, 0)).toBe(trusted)
  })

  test('trusts so many hops, whatever their address', () => {
    const trusted = trustedProxies('2')
    expect([0, 1, 2].map((hop) => trusted('8.8.8.8', hop))).toEqual([true, true, false])
    expect(trustedProxies('0')('127.0.0.1', 0)).toBe(false)
  })

  test('trusts nobody who is gone, and so has no address any more', () => {
    const gone = undefined as unknown as string
    expect(trustedProxies('127.0.0.1')(gone, 0)).toBe(false)
    expect(plainAddress(undefined)).toBe('')
  })
})
