import type { FileRecord } from '../../src/core/file-record.js'

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-'
const words =
  'report invoice holiday scan draft budget meeting notes photo backup Übersicht contract 会議 release agenda résumé'.split(
    ' '
  )
const types = [
  ['pdf', 'application/pdf'],
  ['jpg', 'image/jpeg'],
  ['png', 'image/png'],
  ['txt', 'text/plain; charset=utf-8'],
  ['zip', 'application/zip'],
  ['mp4', 'video/mp4'],
  ['docx', 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'],
  ['csv', 'text/csv'],
] as const
const begin = Date.UTC(2020, 0, 1)
const longestName = 60

/** The record of this number: always the same one, and like those of people who upload all sorts of files. */
export function sampleRecord(number: number): FileRecord {
  const random = numbersFrom(number)
  const id = key(random)
  const [extension, type] = types[random(types.length)] as (typeof types)[number]
  const name = `${stem(random)}.${extension}`
  const createdAt = begin + number * 60
  const replacements = random(10) === 0 ? 1 + random(5) : 0
  const draws = Array.from({ length: 8 }, () =>
    random(2 ** 32)
      .toString(16)
      .padStart(8, '0')
  )
  return {
    id,
    name,
    type,
    size: random(2 ** (8 + random(20))),
    sha256: draws.join(''),
    createdAt,
    updatedAt: createdAt + (replacements > 0 ? 30 : 0),
    downloadCount: random(4) === 0 ? random(1000) : 0,
    contentKey: replacements > 0 ? key(random) : id,
    publishedAs: random(4) === 0 ? name : null,
    revision: 1 + replacements,
  }
}

/** So many different numbers below `records`, as far as there are so many; some twice where there are not. */
export function sampleNumbers(records: number, count: number, seed: number): number[] {
  const random = numbersFrom(seed)
  return Array.from({ length: count }, () => random(records))
}

type Random = (below: number) => number

/** Mulberry32: the same numbers for the same seed. */
function numbersFrom(seed: number): Random {
  let state = seed
  return (below) => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below)
  }
}

/** Like a nanoid: 21 characters, the first of which is no hyphen. */
function key(random: Random): string {
  let text = alphabet.charAt(random(alphabet.length - 1))
  while (text.length < 21) text += alphabet.charAt(random(alphabet.length))
  return text
}

function stem(random: Random): string {
  const length = 4 + random(longestName - 10)
  let text = words[random(words.length)] as string
  while (text.length < length) text += `_${words[random(words.length)]}`
  return `${text.slice(0, length)}${random(1000)}`
}
