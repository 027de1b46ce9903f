import { describe, expect, test } from 'vitest'
import { reconcile } from '../../src/core/reconcile.js'
import { codeOf } from './code-of.js'
import { MemoryContentStore } from './memory-content-store.js'
import { MemoryMetadataStore } from './memory-metadata-store.js'
import { MemoryNotes } from './memory-notes.js'
import { fileRecord } from './records.js'

interface Found {
  /** Records with their content. */
  readonly whole?: number
  /** Records without content. */
  readonly missing?: number
  /** Contents without a record. */
  readonly orphans?: number
  readonly orphansExpected?: boolean
}

async function reconciled({ whole = 0, missing = 0, orphans = 0, ...options }: Found) {
  const contents = new MemoryContentStore()
  const metadata = new MemoryMetadataStore()
  for (let i = 0; i < whole + missing; i++) {
    metadata.files.set(`f${i}`, fileRecord({ id: `f${i}`, contentKey: `c${i}` }))
    if (i < whole) contents.contents.set(`c${i}`, Buffer.from('x'))
  }
  for (let i = 0; i < orphans; i++) contents.contents.set(`o${i}`, Buffer.from('x'))
  const reports: string[] = []
  const report = (level: string, message: string) => reports.push(`${level}: ${message}`)
  const code = await codeOf(() => reconcile({ contents, metadata, report, ...options }))
  return { code, contents, metadata, reports }
}

describe('reconcile', () => {
  test('says nothing of stores that agree', async () => {
    const { code, contents, reports } = await reconciled({ whole: 10 })
    expect(code).toBe('no error')
    expect(reports).toEqual([])
    expect(contents.contents.size).toBe(10)
  })

  test('has nothing to do in empty stores', async () => {
    expect(await reconciled({})).toMatchObject({ code: 'no error', reports: [] })
  })

  test('puts contents without a record aside and keeps the others', async () => {
    const { code, contents, reports } = await reconciled({ whole: 2, orphans: 2 })
    expect(code).toBe('no error')
    expect(contents.quarantined).toEqual(['o0', 'o1'])
    expect([...contents.contents.keys()]).toEqual(['c0', 'c1'])
    expect(reports).toEqual(['warn: 2 contents without a record were put aside'])
  })

  test('keeps records whose content is gone and reports them', async () => {
    const { code, metadata, reports } = await reconciled({ whole: 1, missing: 3 })
    expect(code).toBe('no error')
    expect(metadata.files.size).toBe(4)
    expect(reports).toEqual(['warn: The content of 3 files is missing'])
  })

  test.each([
    ['100 of 100', { orphans: 100 }, 'no error'],
    ['101 of 101', { orphans: 101 }, 'STORE_UNAVAILABLE'],
    ['101 of 10 099', { whole: 9998, orphans: 101 }, 'STORE_UNAVAILABLE'],
    ['101 of 10 100, which is 1%', { whole: 9999, orphans: 101 }, 'no error'],
  ])('takes %s contents without a record for what they are', async (_, found, expected) => {
    const { code, contents } = await reconciled(found)
    expect(code).toBe(expected)
    const putAside = expected === 'no error' ? found.orphans : 0
    expect(contents.quarantined).toHaveLength(putAside)
  })

  test('puts any number of contents aside where they are expected', async () => {
    const { code, contents } = await reconciled({ orphans: 500, orphansExpected: true })
    expect(code).toBe('no error')
    expect(contents.quarantined).toHaveLength(500)
  })

  test('reports what is missing also when it then refuses', async () => {
    const { code, reports } = await reconciled({ missing: 5, orphans: 101 })
    expect(code).toBe('STORE_UNAVAILABLE')
    expect(reports).toEqual(['warn: The content of 5 files is missing'])
  })
})

describe('reconcile beside a database', () => {
  function beside() {
    const contents = new MemoryContentStore()
    const metadata = new MemoryMetadataStore()
    const notes = new MemoryNotes()
    for (const key of ['noted', 'stray', 'late']) contents.contents.set(key, Buffer.from('x'))
    return { contents, metadata, notes, report: () => {} }
  }

  test('leaves what is noted where it is: its commit may be under way, or the janitor comes', async () => {
    const options = beside()
    await options.notes.note('noted')
    await reconcile(options)
    expect(options.contents.quarantined).toEqual(['stray', 'late'])
  })

  test('leaves what gets its record while it looks', async () => {
    const options = beside()
    const { notes } = options
    await notes.note('late')
    const noted = notes.noted.bind(notes)
    notes.noted = async (keys) => {
      notes.records.add('late')
      await notes.strike(['late'])
      return noted(keys)
    }
    await reconcile(options)
    expect(options.contents.quarantined).toEqual(['noted', 'stray'])
  })

  test('does not take what is noted for contents of another store', async () => {
    const options = beside()
    for (let i = 0; i < 200; i++) {
      options.contents.contents.set(`n${i}`, Buffer.from('x'))
      await options.notes.note(`n${i}`)
    }
    await reconcile(options)
    expect(options.contents.quarantined).toHaveLength(3)
  })
})
