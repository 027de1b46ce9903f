import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { displayName, safeName } from '../../src/core/file-names.js'
import { acceptableName, sentName, tryDisplayName } from './support/names.js'

const device = /^(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\.|$)/i

const always = (holds: (sent: string) => void) => fc.assert(fc.property(sentName, holds))

describe('the safe name of anything', () => {
  test('is 1 to 255 bytes', () => {
    always((sent) => {
      const bytes = Buffer.byteLength(safeName(sent))
      expect(bytes).toBeGreaterThan(0)
      expect(bytes).toBeLessThanOrEqual(255)
    })
  })

  test('holds letters, marks, digits, dots, dashes and underscores in NFC, so no separator and no NUL', () => {
    always((sent) => {
      expect(safeName(sent)).toMatch(/^[\w.\-\p{L}\p{M}\p{N}]+$/u)
      expect(safeName(sent)).toBe(safeName(sent).normalize())
    })
  })

  test('has no dot or underscore at an end, but the one in front of a device of Windows', () => {
    always((sent) => {
      const safe = safeName(sent)
      expect(safe).not.toMatch(device)
      expect(safe.startsWith('_') && device.test(safe.slice(1)) ? safe.slice(1) : safe).not.toMatch(
        /^[._]|[._]$/
      )
    })
  })

  test('is its own safe name', () => {
    always((sent) => {
      expect(safeName(safeName(sent))).toBe(safeName(sent))
    })
  })

  test('is a name that a file may have', () => {
    always((sent) => {
      expect(displayName(safeName(sent))).toBe(safeName(sent))
    })
  })
})

describe('the display name of anything', () => {
  test('is 1 to 255 bytes of NFC without a path, or the name is refused as INVALID_NAME', () => {
    always((sent) => {
      const outcome = tryDisplayName(sent)
      if ('code' in outcome) {
        expect(outcome.code).toBe('INVALID_NAME')
        return
      }
      const { name } = outcome
      expect(name).toBe(name.normalize())
      expect(name).not.toMatch(/[/\\]|^\.{1,2}$|^\s*$|\p{Cc}|\p{Cs}/u)
      expect(Buffer.byteLength(name)).toBeLessThanOrEqual(255)
    })
  })

  test('is its own display name', () => {
    fc.assert(
      fc.property(acceptableName, (name) => {
        expect(displayName(name)).toBe(name)
      })
    )
  })
})
