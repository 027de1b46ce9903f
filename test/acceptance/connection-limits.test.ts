import { describe, expect, test } from 'vitest'
import { BrokenAnswer } from '../support/connection.js'
import { ownServer, type Suite } from '../support/suite.js'

const request = 'GET /livez HTTP/1.1\r\nHost: localhost\r\n\r\n'

/** Opens so many connections and leaves them open; which of them are served. */
async function served({ client }: Suite, count: number): Promise<number> {
  let answered = 0
  for (let i = 0; i < count; i++) {
    const connection = await client.open()
    await connection.send(request)
    try {
      answered += (await connection.answer()).status === 200 ? 1 : 0
    } catch (error) {
      const reset = (error as NodeJS.ErrnoException).code !== undefined
      expect(error instanceof BrokenAnswer || reset).toBe(true)
    }
  }
  return answered
}

describe('connections', () => {
  test('beyond those that one address may have are closed, until it gives one up', async () => {
    const suite = await ownServer({ MAX_CONNECTIONS_PER_ADDRESS: '3' })
    expect(await served(suite, 5)).toBe(3)
    suite.client.closeAll()
    await expect.poll(() => served(suite, 1)).toBe(1)
  })

  test('of a trusted proxy are those of many', async () => {
    const limit = { MAX_CONNECTIONS_PER_ADDRESS: '3' }
    for (const TRUST_PROXY of ['127.0.0.0/8', '1']) {
      expect(await served(await ownServer({ ...limit, TRUST_PROXY }), 5)).toBe(5)
    }
    expect(await served(await ownServer({ ...limit, TRUST_PROXY: '10.0.0.1' }), 5)).toBe(3)
  })

  test('beyond those that all may have are closed', async () => {
    expect(await served(await ownServer({ MAX_CONNECTIONS: '4' }), 6)).toBe(4)
  })

  test('are not limited for one address without a word', async () => {
    expect(await served(await ownServer(), 200)).toBe(200)
  })
})
