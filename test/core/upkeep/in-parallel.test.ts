import { expect, test } from 'vitest'
import { inParallel } from '../../../src/core/upkeep/in-parallel.js'
import { latch as makeLatch } from '../latch.js'

test('does the work for every item, never more than so many at a time', async () => {
  let running = 0
  let most = 0
  const done: number[] = []
  await inParallel([1, 2, 3, 4, 5, 6, 7], 3, async (item) => {
    most = Math.max(most, ++running)
    await Promise.resolve()
    running--
    done.push(item)
  })
  expect(done.sort()).toEqual([1, 2, 3, 4, 5, 6, 7])
  expect(most).toBe(3)
})

test('throws the first error once all that had begun has ended, and begins nothing more', async () => {
  const latch = makeLatch()
  const begun: number[] = []
  let ended = false
  const work = inParallel([1, 2, 3, 4], 2, async (item) => {
    begun.push(item)
    if (item === 1) throw new Error('first')
    await latch.opened
    ended = true
  }).catch((error: Error) => [error.message, ended])
  latch.open()
  expect(await work).toEqual(['first', true])
  expect(begun).toEqual([1, 2])
})
