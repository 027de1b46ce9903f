import { describe, expect, test } from 'vitest'
import { shownItems } from '../../../src/web/uploads/shown-items.js'
import { spokenSummary } from '../../../src/web/uploads/spoken-summary.js'
import { portionDone, summary } from '../../../src/web/uploads/summary.js'
import { upload, uploads } from './items.js'

describe('the line about all uploads', () => {
  test.each([
    ['Uploading 1 of 3', uploads('queued', 3)],
    [
      'Uploading 3 of 20',
      [...uploads('done', 2), ...uploads('sending', 3), ...uploads('queued', 15)],
    ],
    [
      'Uploading 2 of 2',
      [...uploads('done', 1), ...uploads('waiting', 0), ...uploads('sending', 1)],
    ],
    ['20 uploaded', uploads('done', 20)],
    ['2 of 20 failed', [...uploads('done', 18), ...uploads('failed', 2)]],
    ['Paused · 1 of 3 uploaded', [...uploads('done', 1), ...uploads('paused', 2)]],
    ['Waiting for a token · 0 of 2 uploaded', [...uploads('held', 1), ...uploads('paused', 1)]],
    [
      'Interrupted, trying again · 0 of 2 uploaded',
      [...uploads('waiting', 1), ...uploads('queued', 1)],
    ],
  ])('says “%s”', (words, items) => {
    expect(summary(items)).toBe(words)
  })

  test('tells speed and time left of all that is to come', () => {
    const items = [
      upload('sending', { size: 1000, sent: 400 }),
      upload('queued', { name: 'b', size: 600 }),
      upload('failed', { name: 'c', size: 9000 }),
    ]
    expect(summary(items, 10)).toBe('Uploading 2 of 3 · 10 B/s · 2 min left')
  })

  test('has a bar that does not count what failed', () => {
    const items = [
      upload('done', { size: 100 }),
      upload('sending', { name: 'b', size: 300, sent: 100 }),
    ]
    expect(portionDone([...items, upload('failed', { name: 'c' })])).toBe(0.5)
    expect(portionDone([upload('done', { size: 0 })])).toBe(1)
  })
})

test('what is read out is read out once, and not at every file', () => {
  const spoken = spokenSummary()
  expect(spoken([])).toBeUndefined()
  expect(spoken(uploads('queued', 3))).toBe('Uploading 3 files')
  expect(spoken([...uploads('done', 1), ...uploads('sending', 2)])).toBeUndefined()
  expect(spoken(uploads('waiting', 3))).toBe('Interrupted, trying again')
  expect(spoken([...uploads('done', 1), ...uploads('sending', 2)])).toBe('Uploading 3 files')
  expect(spoken(uploads('done', 3))).toBe('3 uploaded')
})

test('of thousands of uploads those have rows that somebody may have to look at, what failed first', () => {
  const items = [
    ...uploads('done', 1000),
    ...uploads('failed', 70),
    ...uploads('sending', 3),
    ...uploads('queued', 1000),
  ]
  const shown = shownItems(items)
  expect(shown).toHaveLength(50 + 70 + 3 + 50)
  expect(shown.slice(0, 70)).toEqual(items.slice(1000, 1070))
  expect(shown[70]).toBe(items[950])
  expect(shown.at(-1)).toBe(items[1122])
})
