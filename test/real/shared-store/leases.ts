import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import type { SharedSuite } from './shared-suite.js'

const long = 60_000

/** Leases: one holder at a time. */
export function sharedLeases({ open }: SharedSuite): void {
  describe('a lease', () => {
    test('has one holder among all who try at once', async () => {
      const [one, other] = [await open(), await open()]
      const taken = await Promise.all(
        Array.from({ length: 20 }, (_, i) => (i % 2 ? one : other).take('janitor', `r${i}`, long))
      )
      expect(taken.filter(Boolean)).toHaveLength(1)
    })

    test('is renewed by its holder and by nobody else', async () => {
      const store = await open()
      expect(await store.take('janitor', 'a', long)).toBe(true)
      expect(await store.take('janitor', 'a', long)).toBe(true)
      expect(await store.take('janitor', 'b', long)).toBe(false)
      expect(await store.take('another', 'b', long)).toBe(true)
    })

    test('is free once its holder released it, and not when somebody else did', async () => {
      const store = await open()
      await store.take('janitor', 'a', long)
      await store.release('janitor', 'b')
      expect(await store.take('janitor', 'b', long)).toBe(false)
      await store.release('janitor', 'a')
      expect(await store.take('janitor', 'b', long)).toBe(true)
    })

    test('is free once its time has passed, for one of many', async () => {
      const [one, other] = [await open(), await open()]
      await one.take('janitor', 'a', 100)
      expect(await other.take('janitor', 'b', long)).toBe(false)
      await sleep(150)
      const taken = await Promise.all(
        Array.from({ length: 20 }, (_, i) => (i % 2 ? one : other).take('janitor', `r${i}`, long))
      )
      expect(taken.filter(Boolean)).toHaveLength(1)
    })
  })
}
