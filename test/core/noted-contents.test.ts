import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { NotedContents } from '../../src/core/noted-contents.js'
import type { Removal } from '../../src/core/ports/content-store.js'
import { MemoryContentStore } from './memory-content-store.js'
import { MemoryNotes } from './memory-notes.js'

const bytes = Buffer.from('abc')

const hour = 3_600_000

function noted() {
  const contents = new MemoryContentStore()
  const notes = new MemoryNotes()
  const options = { contents, notes, renewAfter: hour, goodFor: 12 * hour }
  return { contents, notes, options, store: new NotedContents(options) }
}

describe('contents whose keys are noted', () => {
  test('have their note before the first byte is asked for', async () => {
    const { notes, store } = noted()
    const seen: boolean[] = []
    async function* chunks() {
      seen.push(notes.notes.has('key'))
      yield bytes
    }
    await store.stage('key', chunks())
    expect(seen).toEqual([true])
  })

  test('are not taken in when the note cannot be made', async () => {
    const { contents, notes, store } = noted()
    notes.note = async () => {
      throw new Error('no notes today')
    }
    await expect(store.stage('key', bytes)).rejects.toThrow('no notes today')
    await expect(contents.open('key', { start: 0, end: 2, size: 3 })).rejects.toThrow()
  })

  test('keep the note of an upload that failed, since something of it may be left', async () => {
    const { notes, store } = noted()
    async function* broken() {
      yield bytes
      throw new Error('cut off')
    }
    await expect(store.stage('failed', broken())).rejects.toThrow('cut off')
    const staged = await store.stage('discarded', bytes)
    await staged.discard()
    expect([...notes.notes.keys()]).toEqual(['failed', 'discarded'])
  })

  test('lose the note with their bytes, and only then', async () => {
    const { contents, notes, store, options } = noted()
    const staged = await store.stage('key', bytes)
    await staged.publish()
    const remove = contents.delete.bind(contents)
    contents.delete = async () => {
      throw new Error('not now')
    }
    await store.delete('key')
    await store.close()
    expect(notes.notes.has('key')).toBe(true)
    contents.delete = remove
    const next = new NotedContents(options)
    await next.delete('key')
    await next.close()
    expect([notes.notes.has('key'), contents.contents.has('key')]).toEqual([false, false])
  })

  test('keep the note while their bytes are only due to go', async () => {
    const { contents, notes, store } = noted()
    await store.stage('key', bytes)
    contents.delete = async () => 'later'
    await store.delete('key')
    await store.close()
    expect(notes.notes.has('key')).toBe(true)
  })

  test('do not keep whoever deleted them waiting', async () => {
    const { contents, store } = noted()
    let finish: (removal: Removal) => void = () => {}
    contents.delete = () => new Promise((resolve) => (finish = resolve))
    await store.delete('key')
    finish('gone')
    await store.close()
  })
})

test('removals of contents are few at a time, and those that wait are left to the janitor at the end', async () => {
  const { contents, notes, store } = noted()
  const finish: ((removal: Removal) => void)[] = []
  contents.delete = () => new Promise((resolve) => finish.push(resolve))
  for (let i = 0; i < 100; i++) {
    await notes.note(`k${i}`)
    await store.delete(`k${i}`)
  }
  expect(finish).toHaveLength(16)
  const closed = store.close()
  for (const end of finish) end('gone')
  await closed
  expect([finish.length, notes.notes.size]).toEqual([16, 84])
})

describe('the note of an upload that takes long', () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['Date', 'performance'] })
  })
  afterEach(() => {
    vi.useRealTimers()
  })
  const failing = async () => {
    throw new Error('no notes today')
  }
  /** Chunks with so much time before each. */
  async function* slow(...hours: number[]) {
    for (const pause of hours) {
      vi.advanceTimersByTime(pause * hour)
      yield bytes
    }
  }

  test('is renewed while its bytes come', async () => {
    const { notes, store } = noted()
    const renewals: string[] = []
    notes.note = async (key) => void renewals.push(key)
    await store.stage('key', slow(0.5, 0.6, 0.5, 0.6))
    expect(renewals).toEqual(['key', 'key', 'key'])
  })

  test('is renewed by the commit where it is old', async () => {
    const { contents, notes, store } = noted()
    const staged = await store.stage('key', bytes)
    notes.now = 7
    await staged.publish()
    expect(notes.notes.get('key')).toBe(0)
    vi.advanceTimersByTime(2 * hour)
    await staged.publish()
    expect([notes.notes.get('key'), contents.contents.has('key')]).toEqual([7, true])
  })

  test('may fail to be renewed for a while, and is not tried with every chunk', async () => {
    const { contents, notes, store } = noted()
    const staging = store.stage(
      'key',
      (async function* () {
        yield bytes
        let attempts = 0
        notes.note = () => {
          attempts++
          return failing()
        }
        yield* slow(2, 0.01, 0.01, 0.01, 1)
        expect(attempts).toBe(2)
      })()
    )
    const staged = await staging
    await staged.publish()
    expect(contents.contents.has('key')).toBe(true)
  })

  test('is not relied on when it is too old, neither by chunks nor by the commit', async () => {
    const { contents, notes, store } = noted()
    const staged = await store.stage('key', bytes)
    vi.advanceTimersByTime(13 * hour)
    const error = { code: 'STORE_UNAVAILABLE' }
    await expect(staged.publish()).rejects.toMatchObject(error)
    await expect(store.stage('other', slow(1, 12.5))).rejects.toMatchObject(error)
    expect([contents.contents.size, notes.notes.get('key')]).toEqual([0, 0])
  })

  test('grows old while the machine sleeps, and when the clock is set back', async () => {
    const { store } = noted()
    const [asleep, setBack] = [await store.stage('a', bytes), await store.stage('b', bytes)]
    const now = Date.now()
    vi.setSystemTime(now + 13 * hour)
    await expect(asleep.publish()).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' })
    vi.setSystemTime(now - 24 * hour)
    vi.advanceTimersByTime(13 * hour)
    await expect(setBack.publish()).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' })
  })
})
