import { beforeEach, describe, expect, onTestFinished, test } from 'vitest'
import { contentFacts, newFile, staged } from '../../conformance/new-file.js'
import { codeOf } from '../../core/code-of.js'
import { TcpProxy } from '../support/tcp-proxy.js'
import { insertFile, type SharedStore, type SharedSuite } from './shared-suite.js'

const timeout = 2000
/** Where a server has just started, and is slow at first. */
const longTimeout = 6000
/** On a machine that has other things to do. */
const slack = 1000

/** A database that is not there, or not heard of, for a while. */
export function sharedFaults({ open, server }: SharedSuite): void {
  let proxy: TcpProxy
  let store: SharedStore
  beforeEach(async () => {
    proxy = await TcpProxy.start(server().port)
    onTestFinished(() => proxy.close())
  })
  const openBehindProxy = async () => {
    store = await open({ port: proxy.port, timeout })
    // One connection is there before anything breaks.
    await store.check()
  }
  const works = async () => (await codeOf(() => store.check())) === 'no error'
  const recovered = () => expect.poll(works, { timeout: 10_000 }).toBe(true)
  /** The code of a call that must end in its time. */
  const inTime = async (call: () => Promise<unknown>) => codeWithin(timeout, call)
  const commits = (id: string) => {
    const content = contentFacts()
    return [
      () => insertFile(store),
      () => store.update(id, { name: 'x' }, {}),
      () => store.update(id, { content }, { content: staged(content.contentKey) }),
      () => store.delete(id, {}),
      () => store.addDownload(id),
    ]
  }
  const others = (id: string) => [
    () => store.get(id),
    () => store.findPublished('x'),
    () => store.page({ sort: 'name', order: 'desc', limit: 10, nameContains: 'x' }),
    () => store.totals(),
    () => store.check(),
    () => store.note('x'),
    () => store.strike(['x']),
    () => store.stale(0, 1),
    () => store.named(['x']),
    () => store.take('x', 'y', 1),
    () => store.release('x', 'y'),
  ]

  describe('a network that goes dark', () => {
    beforeEach(openBehindProxy)

    test('during a commit ends it in its time, and it happened or did not', async () => {
      const file = newFile()
      const goDark = async () => proxy.goDark()
      const code = await inTime(() => store.insert(file, staged(file.contentKey, goDark)))
      expect(['DURABILITY_UNKNOWN', 'STORE_UNAVAILABLE']).toContain(code)
      proxy.open()
      await recovered()
      expect([undefined, file.contentKey]).toContain((await store.get(file.id))?.contentKey)
      await insertFile(store)
    })

    test('keeps no call longer than its time, and each works again afterwards', async () => {
      const { id } = await insertFile(store)
      proxy.goDark()
      const reads = await Promise.all(others(id).map(inTime))
      expect(new Set(reads)).toEqual(new Set(['STORE_UNAVAILABLE']))
      for (const code of await Promise.all(commits(id).map(inTime))) {
        expect(['DURABILITY_UNKNOWN', 'STORE_UNAVAILABLE']).toContain(code)
      }
      proxy.open()
      await recovered()
      for (const call of others(id)) expect(await codeOf(call)).toBe('no error')
      const other = await insertFile(store)
      for (const call of commits(other.id).slice(0, 3)) expect(await codeOf(call)).toBe('no error')
    })

    test('does not keep it from being closed', async () => {
      const { id } = await insertFile(store)
      proxy.goDark()
      const running = codeOf(() => store.get(id))
      await inTime(() => store.close())
      expect(await running).toBe('STORE_UNAVAILABLE')
    })
  })

  describe('a commit whose answer is lost', () => {
    beforeEach(openBehindProxy)
    /** Loses the answers from now on, and a moment later the connections as well, of which new ones are all right. */
    const loseAnswer = async () => {
      proxy.swallowAnswers()
      setTimeout(() => {
        proxy.open()
        proxy.cut()
      }, 200)
    }

    test('is confirmed where it can be found to have happened', async () => {
      const file = newFile()
      const record = await store.insert(file, staged(file.contentKey, loseAnswer))
      expect(record).toMatchObject({ ...file, revision: 1 })
      expect(await store.get(file.id)).toEqual(record)
    })

    test('is DURABILITY_UNKNOWN where that cannot be found out', async () => {
      const file = newFile()
      const swallow = async () => proxy.swallowAnswers()
      const code = await inTime(() => store.insert(file, staged(file.contentKey, swallow)))
      expect(code).toBe('DURABILITY_UNKNOWN')
      proxy.open()
      proxy.cut()
      await recovered()
      expect(await store.get(file.id)).toMatchObject(file)
    })

    test('is never made twice where it is a count', async () => {
      const { id } = await insertFile(store)
      await loseAnswer()
      const codes = await Promise.all([1, 2, 3].map(() => codeOf(() => store.addDownload(id))))
      await recovered()
      const confirmed = codes.filter((code) => code === 'no error').length
      const count = (await store.get(id))?.downloadCount as number
      expect(count).toBeGreaterThanOrEqual(confirmed)
      expect(count).toBeLessThanOrEqual(3)
    })
  })

  describe('a database that ends and comes back', () => {
    test('makes calls STORE_UNAVAILABLE meanwhile, and they work after', async () => {
      store = await open({ timeout: longTimeout })
      const record = await insertFile(store)
      await server().crash()
      const calls = [...others(record.id), ...commits(record.id)]
      const codes = await Promise.all(calls.map((call) => codeWithin(longTimeout, call)))
      expect(new Set(codes.slice(0, -1))).toEqual(new Set(['STORE_UNAVAILABLE']))
      await server().resume()
      await recovered()
      expect(await store.get(record.id)).toEqual(record)
      for (const call of [...others(record.id), ...commits(record.id).slice(0, 4)]) {
        expect(await codeOf(call)).toBe('no error')
      }
    })
  })
}

/** The code of a call that must end in its time. */
async function codeWithin(ms: number, call: () => Promise<unknown>): Promise<string> {
  const begin = performance.now()
  const code = await codeOf(call)
  expect(performance.now() - begin).toBeLessThan(ms + slack)
  return code
}
