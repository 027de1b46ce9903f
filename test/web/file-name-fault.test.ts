import { expect, test } from 'vitest'
import { fileNameFault } from '../../src/web/actions/file-name-fault.js'

test.each([
  'a.txt',
  'تقرير.docx',
  '日本語 "メモ" 📝.txt',
  '...',
  `${'é'.repeat(127)}x`,
  // Two signs that become one: 254 bytes as they are stored.
  'e\u0301'.repeat(127),
])('%s is a name', (name) => expect(fileNameFault(name)).toBeUndefined())

test.each([
  ['', /needs a name/],
  [' \t\u3000', /needs a name/],
  ['a/b.txt', /cannot contain/],
  ['a\\b.txt', /cannot contain/],
  ['.', /folder/],
  ['..', /folder/],
  ['é'.repeat(128), /too long/],
])('%j is none, and says why', (name, fault) => expect(fileNameFault(name)).toMatch(fault))
