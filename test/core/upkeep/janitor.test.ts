import { describe, expect, test } from 'vitest'
import type { ContentSweep, SweptObject } from '../../../src/core/ports/content-sweep.js'
import { Janitor } from '../../../src/core/upkeep/janitor.js'
import { MemoryNotes } from '../memory-notes.js'

const hour = 3_600_000

/** Objects by key, with what is done to them. */
class Bucket implements ContentSweep {
  readonly held = new Map<string, number>()

  async abandon(key: string): Promise<void> {
    this.held.delete(key)
  }

  async *objects(): AsyncGenerator<SweptObject> {
    for (const [key, modifiedAt] of [...this.held]) yield { key, modifiedAt }
  }
}

function house() {
  const said: string[] = []
  const contents = new Bucket()
  const records = new MemoryNotes()
  const janitor = () =>
    new Janitor({
      contents,
      records,
      report: (level, message) => said.push(`${level} ${message}`),
      interval: hour / 6,
      noteAge: 24 * hour,
      sweepInterval: 168 * hour,
      objectAge: 48 * hour,
    })
  return { contents, records, said, janitor }
}

describe('the janitor', () => {
  test('removes what was noted a day ago and has no record', async () => {
    const { contents, records, janitor } = house()
    contents.held.set('left', Date.now())
    await records.note('left')
    records.now += 23 * hour
    expect(await janitor().tidy()).toMatchObject({ removed: 0 })
    records.now += 2 * hour
    expect(await janitor().tidy()).toMatchObject({ removed: 1, kept: 0 })
    expect(contents.held.size + records.notes.size).toBe(0)
  })

  test('only strikes the note of what a record names', async () => {
    const { contents, records, janitor } = house()
    contents.held.set('named', Date.now())
    records.records.add('named')
    await records.note('named')
    records.now += 25 * hour
    expect(await janitor().tidy()).toEqual({ removed: 0, kept: 1, failed: 0, noted: 0 })
    expect([...contents.held.keys(), ...records.notes.keys()]).toEqual(['named'])
  })

  test('gets through more notes than it asks for at once', async () => {
    const { records, janitor } = house()
    for (let i = 0; i < 250; i++) await records.note(`n${i}`)
    records.now += 25 * hour
    expect(await janitor().tidy()).toMatchObject({ removed: 250 })
  })

  test('goes on behind what cannot be removed, and keeps its note', async () => {
    const { contents, records, said, janitor } = house()
    const abandon = contents.abandon.bind(contents)
    contents.abandon = async (key) => {
      if (key.startsWith('stuck')) throw new Error('not now')
      await abandon(key)
    }
    for (let i = 0; i < 3; i++) await records.note(`stuck${i}`)
    for (let i = 0; i < 150; i++) await records.note(`left${i}`)
    records.now += 25 * hour
    expect(await janitor().tidy()).toMatchObject({ removed: 150, failed: 3 })
    expect([...records.notes]).toEqual(
      ['stuck0', 'stuck1', 'stuck2'].map((key) => [key, 25 * hour])
    )
    expect(said).toEqual(['warn 3 contents that nobody needs could not be removed'])
  })

  test('does not try all of many while nothing can be removed', async () => {
    const { contents, records, janitor } = house()
    let attempts = 0
    contents.abandon = async () => {
      attempts++
      throw new Error('not now')
    }
    for (let i = 0; i < 50; i++) await records.note(`left${i}`)
    records.now += 25 * hour
    expect(await janitor().tidy()).toMatchObject({ removed: 0, failed: 10 })
    expect([attempts, records.notes.size]).toEqual([10, 50])
  })

  test('looks at every object again soon where the look failed, and not before its time where it did not', async () => {
    const { contents, records, janitor } = house()
    const objects = contents.objects.bind(contents)
    // biome-ignore lint/correctness/useYield: it fails before that
    contents.objects = async function* () {
      throw new Error('no list today')
    }
    await expect(janitor().tidy()).rejects.toThrow('no list today')
    let looks = 0
    contents.objects = () => {
      looks++
      return objects()
    }
    records.now += hour
    await janitor().tidy()
    records.now += hour
    await janitor().tidy()
    expect(looks).toBe(1)
  })

  test('lets go within one call when it is closed', async () => {
    const { contents, records, janitor } = house()
    for (let i = 0; i < 100; i++) {
      await records.note(`left${i}`)
      contents.held.set(`named${i}`, 0)
      records.records.add(`named${i}`)
    }
    records.now += 25 * hour
    const worker = janitor()
    let closing: Promise<void> | undefined
    let removals = 0
    contents.abandon = async () => {
      removals++
      closing = worker.close()
    }
    expect(await worker.tidy()).toMatchObject({ removed: 1, noted: 0 })
    await closing
    expect([removals, records.notes.size]).toEqual([1, 99])
  })

  test('leaves a look at every object to others when it is closed in the middle of it', async () => {
    const { contents, records, janitor } = house()
    for (let i = 0; i < 100; i++) contents.held.set(`stray${i}`, 0)
    for (let i = 0; i < 100; i++) {
      contents.held.set(`named${i}`, 0)
      records.records.add(`named${i}`)
    }
    const worker = janitor()
    const note = records.note.bind(records)
    let closing: Promise<void> | undefined
    records.note = async (key) => {
      await note(key)
      closing ??= worker.close()
    }
    await worker.tidy()
    await closing
    expect(records.notes.size).toBe(1)
    expect(await janitor().tidy()).toMatchObject({ noted: 100 })
  })

  test('removes an object without note and record only when it was seen twice, a day apart', async () => {
    const { contents, records, janitor } = house()
    contents.held.set('stray', Date.now() - 49 * hour)
    contents.held.set('fresh', Date.now() - 47 * hour)
    contents.held.set('named', 0)
    records.records.add('named')
    expect(await janitor().tidy()).toMatchObject({ removed: 0, kept: 0, noted: 1 })
    expect(contents.held.size).toBe(3)
    records.now += 25 * hour
    expect(await janitor().tidy()).toMatchObject({ removed: 1, kept: 0, noted: 0 })
    expect([...contents.held.keys()]).toEqual(['fresh', 'named'])
  })

  test('removes nothing where most objects have no record, since they must be of others', async () => {
    const { contents, janitor } = house()
    for (let i = 0; i < 200; i++) contents.held.set(`k${i}`, 0)
    expect(await janitor().tidy()).toMatchObject({ removed: 0, kept: 0, noted: 0 })
  })

  test.each([
    ['no object has a record, as beside an empty database', { strays: 3, named: 0 }, 0],
    ['less than half of them have one', { strays: 3, named: 2 }, 0],
    ['half of them have one', { strays: 3, named: 3 }, 3],
  ])('notes what is right where %s', async (_, { strays, named }, noted) => {
    const { contents, records, janitor } = house()
    for (let i = 0; i < strays; i++) contents.held.set(`s${i}`, 0)
    for (let i = 0; i < named; i++) {
      contents.held.set(`n${i}`, 0)
      records.records.add(`n${i}`)
    }
    expect(await janitor().tidy()).toMatchObject({ noted })
    expect(records.notes.size).toBe(noted)
  })

  test('is one of several at a time, and another when that one is gone', async () => {
    const { records, janitor } = house()
    const [first, second] = [janitor(), janitor()]
    expect(await first.tidy()).toBeDefined()
    expect(await second.tidy()).toBeUndefined()
    await first.close()
    expect(await second.tidy()).toBeDefined()
    records.now += hour
    expect(await first.tidy()).toBeDefined()
  })

  test('goes round by itself until it is closed, and says what fails', async () => {
    const { contents, records } = house()
    const said: string[] = []
    let round: () => void = () => {}
    const rounds = (n: number) =>
      new Promise<void>((resolve) => {
        let left = n
        round = () => --left === 0 && resolve()
      })
    records.stale = async () => {
      round()
      throw new Error('no notes today')
    }
    const janitor = new Janitor({
      contents,
      records,
      report: (level, message) => said.push(`${level} ${message}`),
      interval: 1,
      noteAge: 1,
      sweepInterval: 1,
      objectAge: 1,
    })
    const thrice = rounds(3)
    janitor.start()
    await thrice
    await janitor.close()
    expect(said[0]).toBe('warn Contents that nobody needs could not be removed')
  })
})
