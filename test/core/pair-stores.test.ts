import { describe, expect, test } from 'vitest'
import { pairStores, requireUnpaired, UnpairedStoresError } from '../../src/core/pair-stores.js'
import { MemoryMark } from './memory-mark.js'

/** Records with this mark, of so many files. */
const recordsOf = (mark: MemoryMark, files = 0) => ({
  mark,
  metadata: { totals: async () => ({ files, bytes: files }) },
})

describe('records and contents', () => {
  test('that meet for the first time remember one id', async () => {
    const [records, contents] = [new MemoryMark(), new MemoryMark()]
    await pairStores(recordsOf(records), contents)
    expect(records.id).toMatch(/./)
    expect(contents.id).toBe(records.id)
    await pairStores(recordsOf(records), contents)
    expect([records.claimed.length, contents.claimed.length]).toEqual([1, 1])
  })

  test('that a first start left halfway are paired by the next one', async () => {
    const [records, contents] = [new MemoryMark('ours'), new MemoryMark()]
    await pairStores(recordsOf(records), contents)
    expect(contents.id).toBe('ours')
  })

  test('are paired once by replicas that start at the same moment', async () => {
    const [records, contents] = [new MemoryMark(), new MemoryMark()]
    await Promise.all(Array.from({ length: 5 }, () => pairStores(recordsOf(records), contents)))
    expect(contents.id).toBe(records.id)
  })

  test.each([
    ['of another store', 'other'],
    ['of none, as an empty database', undefined],
  ])('are refused where the records are %s, and nothing is changed', async (_, id) => {
    const [records, contents] = [new MemoryMark(id), new MemoryMark('ours')]
    const error = await pairStores(recordsOf(records), contents).catch((reason: unknown) => reason)
    expect(error).toBeInstanceOf(UnpairedStoresError)
    expect((error as Error).message).not.toContain('\n')
    expect([records.id, contents.id]).toEqual([id, 'ours'])
  })

  test('are refused where another store was quicker at the contents', async () => {
    const [records, contents] = [new MemoryMark('ours'), new MemoryMark()]
    contents.beforeClaim = () => {
      contents.id = 'other'
    }
    await expect(pairStores(recordsOf(records), contents)).rejects.toThrow(UnpairedStoresError)
  })

  test.each(['ours', undefined])(
    'are refused where there are files and the contents are of no store, and nothing is changed',
    async (id) => {
      const [records, contents] = [new MemoryMark(id), new MemoryMark()]
      await expect(pairStores(recordsOf(records, 1), contents)).rejects.toThrow(UnpairedStoresError)
      expect([records.id, contents.id]).toEqual([id, undefined])
    }
  )

  test('are paired where another replica has marked the contents and stored a file meanwhile', async () => {
    const [records, contents] = [new MemoryMark('ours'), new MemoryMark()]
    const totals = async () => {
      contents.id = 'ours'
      return { files: 1, bytes: 1 }
    }
    await pairStores({ mark: records, metadata: { totals } }, contents)
    expect(contents.claimed).toEqual([])
  })

  test('without a mark of their own are refused beside records that have met others', async () => {
    await requireUnpaired(new MemoryMark())
    await expect(requireUnpaired(new MemoryMark('ours'))).rejects.toThrow(
      /needs ours in the object `store-id`/
    )
  })
})
