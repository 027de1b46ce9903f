import { describe, expect, test, vi } from 'vitest'
import { inChunks, published, someBytes } from '../../../conformance/content-bytes.js'
import { ContentPlace } from './content-place.js'

const day = (daysAgo: number) =>
  new Date(Date.now() - daysAgo * 86_400_000).toISOString().slice(0, 10)

describe('keys', () => {
  test('are those of the contents that can be opened, and of no part', async () => {
    const place = await ContentPlace.make()
    const store = await place.open()
    expect(await store.keys()).toEqual(new Set())
    const keys = [await published(store, someBytes(10)), await published(store, someBytes(0))]
    await store.stage('half', inChunks(someBytes(10)))
    expect(await store.keys()).toEqual(new Set(keys))
  })
})

describe('quarantine', () => {
  test('takes a content out of the store and keeps it under the day', async () => {
    const place = await ContentPlace.make()
    const store = await place.open()
    const key = await published(store, someBytes(10))
    await store.quarantine(key)
    expect(await store.keys()).toEqual(new Set())
    expect(await place.files()).toEqual([`trash/${day(0)}/${key} 10`])
  })

  // Else a power cut could take the old entry and the new one.
  test('makes the new place durable before the old one is given up', async () => {
    const place = await ContentPlace.make()
    const store = await place.open()
    const key = await published(store, someBytes(10))
    place.fs.calls.length = 0
    await store.quarantine(key)
    const { steps } = place.fs
    const given = steps.indexOf('syncDirectory content')
    expect(steps.indexOf(`rename ${key}`)).toBeLessThan(steps.indexOf(`syncDirectory ${day(0)}`))
    expect(steps.indexOf(`syncDirectory ${day(0)}`)).toBeLessThan(given)
    expect(steps.slice(0, given)).toContain('syncDirectory trash')
    expect(steps.at(-1)).toBe('syncDirectory content')
  })
})

describe('the trash', () => {
  test('is kept for a week and gone at the first start after it', async () => {
    const place = await ContentPlace.make()
    for (const daysAgo of [0, 1, 6, 7, 9, 400]) await place.put(`trash/${day(daysAgo)}/k${daysAgo}`)
    await place.open()
    expect(await place.files()).toEqual(
      [0, 1, 6, 7].map((daysAgo) => `trash/${day(daysAgo)}/k${daysAgo} 1`).sort()
    )
  })

  test('is kept for whole days, whatever the hour', async () => {
    const place = await ContentPlace.make()
    await place.put('trash/2024-03-01/k')
    vi.useFakeTimers({ toFake: ['Date'], now: Date.parse('2024-03-08T23:59:59Z') })
    try {
      await place.open()
      expect(await place.files()).toEqual(['trash/2024-03-01/k 1'])
      vi.setSystemTime(Date.parse('2024-03-09T00:00:01Z'))
      await place.open()
      expect(await place.files()).toEqual([])
    } finally {
      vi.useRealTimers()
    }
  })

  // The parser of dates takes `backup 1` for a day in 2001, and emptied such folders.
  test.each([
    'backup 1',
    'keep-2',
    '1',
    '2001',
    '2001-01',
    'old',
    '2001-01-01T00:00Z',
    '2001-01-01 copy',
  ])('leaves a folder alone that no day is named after: %s', async (name) => {
    const place = await ContentPlace.make()
    await place.put(`trash/${name}/precious`)
    await place.open()
    expect(await place.files()).toEqual([`trash/${name}/precious 1`])
  })
})
