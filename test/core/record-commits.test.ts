import { describe, expect, test } from 'vitest'
import { Clock } from '../../src/core/clock.js'
import { FileError } from '../../src/core/errors.js'
import type { FileRecord } from '../../src/core/file-record.js'
import { RecordCommits, type RecordTable } from '../../src/core/record-commits.js'
import { contentFacts, newFile, staged } from '../conformance/new-file.js'
import { codeOf } from './code-of.js'
import { fileRecord } from './records.js'

type Call = 'get' | 'insert' | 'replace' | 'remove'

/** A table in memory, with somebody who may act or throw before and after each call. */
class MemoryTable implements RecordTable {
  readonly records = new Map<string, FileRecord>()
  before: (call: Call) => void | Promise<void> = () => {}
  after: (call: Call) => void = () => {}

  async get(id: string): Promise<FileRecord | undefined> {
    await this.before('get')
    return this.records.get(id)
  }

  async insert(record: FileRecord): Promise<void> {
    await this.before('insert')
    this.records.set(record.id, record)
    this.after('insert')
  }

  async replace(before: FileRecord, after: FileRecord): Promise<FileRecord | undefined> {
    await this.before('replace')
    if (this.records.get(before.id)?.revision !== before.revision) return undefined
    this.records.set(before.id, after)
    this.after('replace')
    return after
  }

  async remove(record: FileRecord): Promise<FileRecord | undefined> {
    await this.before('remove')
    if (this.records.get(record.id)?.revision !== record.revision) return undefined
    this.records.delete(record.id)
    this.after('remove')
    return record
  }
}

function setUp({ timeout = 1000, records = [] as FileRecord[] } = {}) {
  const table = new MemoryTable()
  for (const record of records) table.records.set(record.id, record)
  const commits = new RecordCommits({ table, clock: new Clock(Date.now, 0), timeout })
  return { table, commits }
}
const unknown = (only: Call) => (call: Call) => {
  if (call === only) throw new FileError('DURABILITY_UNKNOWN')
}

describe('a commit whose answer was lost', () => {
  test('is an insert where the record is there', async () => {
    const { table, commits } = setUp()
    table.after = unknown('insert')
    const file = newFile()
    const record = await commits.insert(file, staged(file.contentKey))
    expect(record).toMatchObject({ ...file, revision: 1 })
  })

  test('stays unknown where nothing shows it, and is not sent again', async () => {
    const record = fileRecord()
    const { table, commits } = setUp({ records: [record] })
    const sent: Call[] = []
    table.before = (call) => {
      sent.push(call)
      if (call !== 'get') throw new FileError('DURABILITY_UNKNOWN')
    }
    const file = newFile()
    const insert = () => commits.insert(file, staged(file.contentKey))
    expect(await codeOf(insert)).toBe('DURABILITY_UNKNOWN')
    expect(await codeOf(() => commits.update(record.id, { name: 'x' }, {}))).toBe(
      'DURABILITY_UNKNOWN'
    )
    expect(await codeOf(() => commits.delete(record.id, {}))).toBe('DURABILITY_UNKNOWN')
    expect(sent).toEqual(['insert', 'get', 'get', 'replace', 'get', 'get', 'remove', 'get'])
  })

  test('is an update where what it wrote is there', async () => {
    const record = fileRecord()
    const { table, commits } = setUp({ records: [record] })
    table.after = unknown('replace')
    const { before, after } = await commits.update(record.id, { name: 'x' }, {})
    expect(before).toEqual(record)
    expect(after).toEqual(table.records.get(record.id))
    expect(after).toMatchObject({ name: 'x', revision: record.revision + 1 })
  })

  test('is an update of content where its key is there, whatever came after it', async () => {
    const record = fileRecord()
    const { table, commits } = setUp({ records: [record] })
    const content = contentFacts()
    table.after = (call) => {
      const now = table.records.get(record.id) as FileRecord
      table.records.set(record.id, { ...now, name: 'later', revision: now.revision + 1 })
      unknown('replace')(call)
    }
    const options = { content: staged(content.contentKey) }
    const { after } = await commits.update(record.id, { content }, options)
    expect(after.contentKey).toBe(content.contentKey)
  })

  test('is unknown where somebody else changed the same name since', async () => {
    const record = fileRecord()
    const { table, commits } = setUp({ records: [record] })
    table.after = (call) => {
      const now = table.records.get(record.id) as FileRecord
      table.records.set(record.id, { ...now, revision: now.revision + 1 })
      unknown('replace')(call)
    }
    expect(await codeOf(() => commits.update(record.id, { name: 'x' }, {}))).toBe(
      'DURABILITY_UNKNOWN'
    )
  })

  test('is a delete where no record is left', async () => {
    const record = fileRecord()
    const { table, commits } = setUp({ records: [record] })
    table.after = unknown('remove')
    expect(await commits.delete(record.id, {})).toEqual(record)
  })

  test('is unknown where the look for it fails as well', async () => {
    const { table, commits } = setUp()
    table.after = unknown('insert')
    table.before = (call) => {
      if (call === 'get') throw new FileError('STORE_UNAVAILABLE')
    }
    const file = newFile()
    const insert = () => commits.insert(file, staged(file.contentKey))
    expect(await codeOf(insert)).toBe('DURABILITY_UNKNOWN')
  })
})

describe('a change that meets others', () => {
  test('is made on what the others left, and later than that', async () => {
    const record = fileRecord()
    const { table, commits } = setUp({ records: [record] })
    let rivals = 3
    const future = Date.now() + 60_000
    table.before = (call) => {
      if (call !== 'replace' || rivals-- <= 0) return
      const now = table.records.get(record.id) as FileRecord
      const revision = now.revision + 1
      table.records.set(record.id, { ...now, revision, type: 'a/b', updatedAt: future + revision })
    }
    const { before, after } = await commits.update(record.id, { name: 'x' }, {})
    expect(before).toMatchObject({ type: 'a/b', revision: record.revision + 3 })
    expect(after).toMatchObject({ type: 'a/b', name: 'x', revision: record.revision + 4 })
    expect(after.updatedAt).toBeGreaterThan(before.updatedAt)
  })

  test('ends with STORE_UNAVAILABLE or the code of the table when its time is over', async () => {
    const record = fileRecord()
    const { table, commits } = setUp({ timeout: 100, records: [record] })
    table.get = async (_: string, ms = 0) => {
      if (ms <= 0) throw new FileError('STORE_UNAVAILABLE')
      return record
    }
    table.replace = async () => undefined
    expect(await codeOf(() => commits.update(record.id, { name: 'x' }, {}))).toBe(
      'STORE_UNAVAILABLE'
    )
  })

  test('publishes its content once', async () => {
    const record = fileRecord()
    const { table, commits } = setUp({ records: [record] })
    let published = 0
    let rivals = 2
    table.before = (call) => {
      if (call !== 'replace' || rivals-- <= 0) return
      const now = table.records.get(record.id) as FileRecord
      table.records.set(record.id, { ...now, revision: now.revision + 1 })
    }
    const content = contentFacts()
    const publish = async () => {
      published++
    }
    await commits.update(record.id, { content }, { content: staged(content.contentKey, publish) })
    expect(published).toBe(1)
  })
})
