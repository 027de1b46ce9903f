import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { FileRecord, NewFile } from '../../src/core/file-record.js'
import { decodeLine, encodeLine } from '../../src/storage/metadata/json/journal-line.js'
import { JsonMetadataStore } from '../../src/storage/metadata/json/json-metadata-store.js'
import { contentFacts, newFile, staged } from '../conformance/new-file.js'
import { MemoryFs } from '../support/fs/memory-fs.js'
import { allUnsyncedLost } from '../support/fs/power-cuts.js'
import { acceptableName } from './support/names.js'
import { slowRuns } from './support/slow-runs.js'

const seed = fc.integer({ min: 0, max: 2 ** 32 - 1 })
const line = fc.tuple(fc.json(), seed).map(([json, start]) => ({
  json,
  start,
  bytes: Buffer.from(encodeLine(json, start)),
}))

describe('a line of the journal', () => {
  test('says what was written', () => {
    fc.assert(
      fc.property(line, ({ json, start, bytes }) => {
        expect(decodeLine(bytes, start)).toEqual(JSON.parse(json))
        expect(bytes.indexOf('\n')).toBe(bytes.length - 1)
      })
    )
  })

  test('says nothing once a byte is another, a piece is missing, or it stands in another journal', () => {
    fc.assert(
      fc.property(
        line,
        fc.nat(),
        fc.integer({ min: 1, max: 255 }),
        seed,
        (given, at, by, other) => {
          const { start, bytes } = given
          const place = at % bytes.length
          const changed = Buffer.from(bytes)
          changed[place] = (changed[place] ?? 0) ^ by
          expect(decodeLine(changed, start)).toBeUndefined()
          expect(decodeLine(bytes.subarray(0, place), start)).toBeUndefined()
          if (other !== start) expect(decodeLine(bytes, other)).toBeUndefined()
        }
      )
    )
  })
})

const natural = fc.maxSafeNat()
const described = fc.record({
  name: acceptableName,
  type: fc.string({ unit: 'grapheme-ascii', minLength: 1, maxLength: 255 }),
  size: natural,
  publishedAs: fc.option(acceptableName),
})
const change = fc.record({ at: fc.nat(), name: acceptableName, replaced: fc.boolean() })

describe('the journal', () => {
  test('gives back every record after a power cut, whatever is in it', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(described, { minLength: 1, maxLength: 8 }),
        fc.array(change, { maxLength: 8 }),
        async (files, changes) => {
          const fs = new MemoryFs()
          const store = await open(fs)
          const written: NewFile[] = files.map(newFile)
          for (const file of written) await store.insert(file, staged(file.contentKey))
          for (const { at, name, replaced } of changes) {
            const place = at % written.length
            const before = written[place] as NewFile
            const content = replaced ? contentFacts() : undefined
            await store.update(
              before.id,
              { name, ...(content && { content }) },
              { ...(content && { content: staged(content.contentKey) }) }
            )
            written[place] = { ...before, name, ...content }
          }
          const records = all(store)
          const reopened = await open(fs.after(allUnsyncedLost))
          expect(all(reopened)).toEqual(records)
          expect(records).toMatchObject(written)
          await Promise.all([store.close(), reopened.close()])
        }
      ),
      slowRuns()
    )
  })
})

const open = (fs: MemoryFs) => JsonMetadataStore.open({ directory: '/data', fs, report: () => {} })

const all = (store: JsonMetadataStore): FileRecord[] => [...store.records()]
