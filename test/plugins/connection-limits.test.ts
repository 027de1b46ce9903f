import { EventEmitter } from 'node:events'
import { describe, expect, test } from 'vitest'
import { installConnectionLimits } from '../../src/plugins/connection-limits.js'
import { bareApp } from './bare-app.js'

/** A connection from an address, as the server gets it. */
class Arriving extends EventEmitter {
  destroyed = false

  constructor(readonly remoteAddress: string) {
    super()
  }

  destroy(): void {
    this.destroyed = true
    this.emit('close')
  }
}

function limited(perAddress: number) {
  const app = bareApp()
  installConnectionLimits(app, { total: 100, perAddress, isProxy: () => false })
  return (address: string) => {
    const socket = new Arriving(address)
    app.server.emit('connection', socket)
    return socket
  }
}

describe('two addresses', () => {
  test.each([
    ['10.0.0.1', '10.0.0.1'],
    ['10.0.0.1', '::ffff:10.0.0.1'],
    ['2001:db8::1', '2001:db8::2'],
    ['2001:db8:0:0:1::', '2001:db8::ffff:0:0:0'],
    ['::1', '::2'],
  ])('%s and %s are one client', (one, other) => {
    const arrive = limited(1)
    expect(arrive(one).destroyed).toBe(false)
    expect(arrive(other).destroyed).toBe(true)
  })

  test.each([
    ['10.0.0.1', '10.0.0.2'],
    ['2001:db8::1', '2001:db8:0:1::1'],
    ['2001:db8::1', '2001:db9::1'],
  ])('%s and %s are two', (one, other) => {
    const arrive = limited(1)
    arrive(one)
    expect(arrive(other).destroyed).toBe(false)
  })
})

test('a connection that ended counts no more, a refused one never did', () => {
  const arrive = limited(1)
  const first = arrive('10.0.0.1')
  for (let i = 0; i < 3; i++) expect(arrive('10.0.0.1').destroyed).toBe(true)
  first.destroy()
  expect(arrive('10.0.0.1').destroyed).toBe(false)
  expect(arrive('10.0.0.1').destroyed).toBe(true)
})
