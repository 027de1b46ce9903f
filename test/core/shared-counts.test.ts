import { describe, expect, test } from 'vitest'
import { SharedCounts } from '../../src/core/shared-counts.js'

/** Increments that end when the test says so, in order of their beginning. */
function increments() {
  const begun: { id: string; by: number; end: (error?: Error) => void }[] = []
  const counts = new SharedCounts(
    (id, by) =>
      new Promise((resolve, reject) => {
        begun.push({ id, by, end: (error) => (error ? reject(error) : resolve()) })
      })
  )
  const turn = () => new Promise(setImmediate)
  return { begun, counts, turn }
}

describe('SharedCounts', () => {
  test('begins the first count at once and makes one increment of all that come meanwhile', async () => {
    const { begun, counts, turn } = increments()
    const first = counts.add('a')
    const later = [counts.add('a'), counts.add('a'), counts.add('a')]
    expect(begun).toMatchObject([{ id: 'a', by: 1 }])
    begun[0]?.end()
    await first
    await turn()
    expect(begun).toMatchObject([{ by: 1 }, { id: 'a', by: 3 }])
    const behind = counts.add('a')
    begun[1]?.end()
    await Promise.all(later)
    await turn()
    expect(begun).toMatchObject([{ by: 1 }, { by: 3 }, { by: 1 }])
    begun[2]?.end()
    await behind
    const alone = counts.add('a')
    expect(begun).toHaveLength(4)
    begun[3]?.end()
    await alone
  })

  test('keeps different ids apart', () => {
    const { begun, counts } = increments()
    void counts.add('a')
    void counts.add('b')
    expect(begun.map(({ id }) => id)).toEqual(['a', 'b'])
  })

  test('lets a failure be that of its own counts, and goes on', async () => {
    const { begun, counts, turn } = increments()
    const first = counts.add('a')
    const second = counts.add('a')
    begun[0]?.end(new Error('lost'))
    await expect(first).rejects.toThrow('lost')
    await turn()
    begun[1]?.end()
    await second
  })

  test('counts each one once, whenever they come', async () => {
    let total = 0
    const counts = new SharedCounts(async (_, by) => {
      await new Promise(setImmediate)
      total += by
    })
    const waves = Array.from({ length: 50 }, async (_, i) => {
      for (let n = 0; n < i % 5; n++) await new Promise(setImmediate)
      await Promise.all([counts.add('a'), counts.add('a')])
    })
    await Promise.all(waves)
    expect(total).toBe(100)
  })
})
