import { describe, expect, test } from 'vitest'
import { FileError } from '../../src/core/errors.js'
import type { FileRecord } from '../../src/core/file-record.js'
import { codeOf } from './code-of.js'
import { serviceInMemory } from './service-in-memory.js'
import { uploadOf } from './sources.js'

const whole = ({ size }: FileRecord) => ({ range: { start: 0, end: size - 1 } })

async function text(content: AsyncIterable<Uint8Array> | undefined): Promise<string> {
  const chunks: Uint8Array[] = []
  for await (const chunk of content ?? []) chunks.push(chunk)
  return Buffer.concat(chunks).toString()
}

describe('download', () => {
  test('gives the record, the decision and the bytes that it asks for', async () => {
    const { service, stored } = serviceInMemory()
    const file = await stored('hello')
    const decide = () => ({ status: 206, range: { start: 1, end: 3 } })
    const download = await service.download({ id: file.id }, decide)
    expect(download).toMatchObject({ record: file, decision: { status: 206 } })
    expect(await text(download.content)).toBe('ell')
  })

  test('opens no content where the decision names no range', async () => {
    const { service, contents, stored } = serviceInMemory()
    const file = await stored('hello')
    const download = await service.download({ id: file.id }, () => ({}))
    expect(download).toEqual({ record: file, decision: {} })
    expect(contents.readers).toEqual([])
  })

  test('throws what the decision throws', async () => {
    const { service, contents, stored } = serviceInMemory()
    const { id } = await stored('hello')
    const refuse = () => {
      throw new FileError('RANGE_NOT_SATISFIABLE')
    }
    expect(await codeOf(() => service.download({ id }, refuse))).toBe('RANGE_NOT_SATISFIABLE')
    expect(contents.readers).toEqual([])
  })

  test('finds a file by the name it was published under', async () => {
    const { service, stored } = serviceInMemory()
    await stored('old', { name: 'x y.txt' })
    const newer = await stored('new', { name: 'x y.txt' })
    const download = await service.download({ publishedAs: 'x_y.txt' }, whole)
    expect(download.record.id).toBe(newer.id)
    expect(await text(download.content)).toBe('new')
  })

  test.each([{ id: 'missing' }, { publishedAs: 'missing.txt' }, { id: '__proto__' }])(
    'of %j is FILE_NOT_FOUND',
    async (reference) => {
      const { service } = serviceInMemory()
      expect(await codeOf(() => service.download(reference, whole))).toBe('FILE_NOT_FOUND')
    }
  )

  test('decides again on the new version when a replacement was faster than the opening', async () => {
    const { service, contents, stored } = serviceInMemory()
    const { id } = await stored('old')
    let races = 0
    contents.before = async (method) => {
      if (method !== 'open' || races++ > 1) return
      await service.update(id, () => uploadOf(`replaced ${races}`), undefined)
    }
    const seen: number[] = []
    const decide = (record: FileRecord) => {
      seen.push(record.revision)
      return { revision: record.revision, ...whole(record) }
    }
    const download = await service.download({ id }, decide)
    expect(seen).toEqual([1, 2, 3])
    expect(download.decision.revision).toBe(download.record.revision)
    expect(await text(download.content)).toBe('replaced 2')
    expect(contents.readers).toHaveLength(1)
  })

  test('is FILE_NOT_FOUND when a deletion was faster than the opening', async () => {
    const { service, contents, stored } = serviceInMemory()
    const { id } = await stored('old')
    contents.before = (method) => (method === 'open' ? service.delete(id, undefined) : undefined)
    expect(await codeOf(() => service.download({ id }, whole))).toBe('FILE_NOT_FOUND')
  })

  test('goes on with an older file of the name when the newest was deleted meanwhile', async () => {
    const { service, contents, stored } = serviceInMemory()
    await stored('older')
    const newest = await stored('newest')
    contents.before = async (method, key) => {
      if (method === 'open' && key === newest.id) await service.delete(newest.id, undefined)
    }
    const download = await service.download({ publishedAs: 'a.txt' }, whole)
    expect(await text(download.content)).toBe('older')
  })

  test('is CONTENT_MISSING, once and for all, when the bytes are gone', async () => {
    const { service, contents, stored } = serviceInMemory()
    const { id } = await stored('old')
    contents.contents.clear()
    expect(await codeOf(() => service.download({ id }, whole))).toBe('CONTENT_MISSING')
  })

  test('is CONTENT_MISSING when only the name changed meanwhile', async () => {
    const { service, contents, stored } = serviceInMemory()
    const { id } = await stored('old')
    contents.contents.clear()
    contents.before = async (method) => {
      if (method === 'open') {
        await service.update(id, () => uploadOf(undefined, { name: 'b' }), undefined)
      }
    }
    expect(await codeOf(() => service.download({ id }, whole))).toBe('CONTENT_MISSING')
  })

  test('throws other errors of the store at once', async () => {
    const { service, contents, stored } = serviceInMemory()
    const { id } = await stored('old')
    contents.before = () => {
      throw new FileError('STORE_UNAVAILABLE')
    }
    expect(await codeOf(() => service.download({ id }, whole))).toBe('STORE_UNAVAILABLE')
  })
})

describe('countDownload', () => {
  test('adds 1, visible when it resolves', async () => {
    const { service, stored } = serviceInMemory()
    const { id } = await stored('x')
    await Promise.all(Array.from({ length: 20 }, () => service.countDownload(id)))
    expect(await service.get(id)).toMatchObject({ downloadCount: 20, revision: 1 })
  })

  test('of a file that is gone does nothing', async () => {
    const { service, reports } = serviceInMemory()
    await service.countDownload('missing')
    expect(reports).toEqual([])
  })

  test('keeps nobody from reading when the store takes no writes: the loss is reported', async () => {
    const { service, metadata, reports, stored } = serviceInMemory()
    const { id } = await stored('x')
    const cause = new FileError('STORE_UNAVAILABLE')
    metadata.before = (method) => {
      if (method === 'addDownload') throw cause
    }
    await service.countDownload(id)
    expect(reports).toEqual([['warn', 'A download could not be counted', cause]])
  })
})

describe('page', () => {
  const query = { sort: 'name', order: 'asc' } as const

  async function withFiles(count: number) {
    const memory = serviceInMemory()
    for (let i = 0; i < count; i++) {
      await memory.stored('x', { name: `${String(i).padStart(4, '0')}.txt` })
    }
    return memory
  }

  test('gives a cursor while there is more, and none on the last page', async () => {
    const { service } = await withFiles(5)
    const first = await service.page(query, { limit: 2 })
    const second = await service.page(query, { limit: 2, cursor: first.next as string })
    const third = await service.page(query, { limit: 2, cursor: second.next as string })
    const names = [first, second, third].map(({ records }) => records.map(({ name }) => name))
    expect(names).toEqual([['0000.txt', '0001.txt'], ['0002.txt', '0003.txt'], ['0004.txt']])
    expect(third).not.toHaveProperty('next')
  })

  test('gives no cursor to an empty page behind a full one', async () => {
    const { service } = await withFiles(4)
    expect(await service.page(query, { limit: 4 })).not.toHaveProperty('next')
    const { next } = await service.page(query, { limit: 3 })
    const rest = await service.page(query, { limit: 1, cursor: next as string })
    expect(rest.records).toHaveLength(1)
    expect(rest).not.toHaveProperty('next')
  })

  test('refuses a cursor of another list before it asks the store', async () => {
    const { service, metadata } = await withFiles(3)
    const { next } = await service.page(query, { limit: 1 })
    metadata.pages.length = 0
    const other = { sort: 'size', order: 'asc' } as const
    const turn = () => service.page(other, { limit: 1, cursor: next as string })
    expect(await codeOf(turn)).toBe('INVALID_REQUEST')
    expect(await codeOf(() => service.page(query, { limit: 1, cursor: '' }))).toBe(
      'INVALID_REQUEST'
    )
    expect(metadata.pages).toEqual([])
  })

  test('hands filters on to the store', async () => {
    const { service } = await withFiles(12)
    const { records } = await service.page({ ...query, nameContains: '1.T' }, { limit: 10 })
    expect(records.map(({ name }) => name)).toEqual(['0001.txt', '0011.txt'])
  })

  test('streams the whole list some rows at a time, from a cursor on as well', async () => {
    const { service, metadata } = await withFiles(2100)
    const byCreation = { ...query, sort: 'created' } as const
    const { next } = await service.page(byCreation, { limit: 50 })
    metadata.pages.length = 0
    const names: string[] = []
    for await (const records of service.all(byCreation))
      names.push(...records.map(({ name }) => name))
    expect(names).toHaveLength(2100)
    expect(new Set(names).size).toBe(2100)
    expect(names).toEqual(names.toSorted())
    expect(metadata.pages.length).toBe(3)
    const rest: string[] = []
    for await (const records of service.all(byCreation, next))
      rest.push(...records.map(({ name }) => name))
    expect(rest).toEqual(names.slice(50))
  })

  test('lets others go on between the rows of a whole list, however fast it is read', async () => {
    const { service } = await withFiles(2100)
    const byCreation = { ...query, sort: 'created' } as const
    let turns = 0
    const count = () => {
      turns++
      immediate = setImmediate(count)
    }
    let immediate = setImmediate(count)
    const seen: number[] = []
    for await (const _ of service.all(byCreation)) seen.push(turns)
    clearImmediate(immediate)
    expect(seen).toHaveLength(3)
    expect(new Set(seen).size).toBe(3)
  })

  test('asks for rows only as they are taken', async () => {
    const { service, metadata } = await withFiles(2100)
    metadata.pages.length = 0
    const rows = service.all(query)
    await rows.next()
    expect(metadata.pages).toHaveLength(1)
    await rows.return(undefined)
    expect(metadata.pages).toHaveLength(1)
  })
})
