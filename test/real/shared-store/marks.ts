import { describe, expect, test } from 'vitest'
import type { SharedSuite } from './shared-suite.js'

/** Of which store the records are. */
export function sharedMarks({ open }: SharedSuite): void {
  describe('the id of a store', () => {
    test('is the first that was claimed, for all who try at once and ever after', async () => {
      const [one, other] = [await open(), await open()]
      expect(await one.storeId()).toBeUndefined()
      const claims = Array.from({ length: 20 }, (_, i) => (i % 2 ? one : other).claim(`id${i}`))
      const [id, ...others] = new Set(await Promise.all(claims))
      expect(others).toEqual([])
      expect(await other.claim('later')).toBe(id)
      expect(await (await open()).storeId()).toBe(id)
    })
  })
}
