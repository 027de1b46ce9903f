import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Links } from '../../../src/http/links.js'
import { fileText } from '../../../src/routes/files/file-text.js'
import { toFile } from '../../../src/routes/files/to-file.js'
import { fileRecord } from '../../core/records.js'

/** Any code units, those alone that JSON escapes, and those around them. */
const text = fc
  .array(
    fc.oneof(
      fc.integer({ min: 0, max: 0xffff }),
      fc.constantFrom(0x1f, 0x20, 0x22, 0x5c, 0x7f, 0x2028, 0xd7ff, 0xd800, 0xdfff, 0xe000, 0xffff)
    )
  )
  .map((units) => String.fromCharCode(...units))
const time = fc.integer({ min: 0, max: 4_102_444_800_000 })

test('a row of a list is the JSON text of its file, whatever its name and type are', () => {
  fc.assert(
    fc.property(
      fc.record({
        name: text,
        type: text,
        size: fc.maxSafeNat(),
        revision: fc.maxSafeNat(),
        downloadCount: fc.maxSafeNat(),
        createdAt: time,
        updatedAt: time,
      }),
      fc.constantFrom(undefined, 'https://files.example.com/drop/'),
      (members, publicUrl) => {
        const links = new Links(publicUrl)
        const record = { ...fileRecord(), ...members }
        expect(fileText(links, record)).toBe(JSON.stringify(toFile(links, record)))
      }
    )
  )
})
