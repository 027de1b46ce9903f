import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { StoreCorruptError } from '../../src/storage/metadata/json/store-corrupt-error.js'
import {
  journalPath,
  type LongJournal,
  longJournal,
  outcomeOf,
  spoiled,
  withBitFlipped,
} from './support/damage.js'

const lineCount = 200
let tried = 0
let long: LongJournal
let bytes: Buffer
/** For each line where it begins. */
let starts: number[]

beforeAll(async () => {
  long = await longJournal(lineCount)
  bytes = long.files[journalPath] as Buffer
  let at = 0
  starts = long.lines.map(({ length }) => {
    at += length
    return at - length
  })
  expect(long.lines).toHaveLength(lineCount)
})

afterAll(() => console.log(`damaged journals: ${tried} tried, of ${lineCount} lines each`))

function startOn(journal: Buffer) {
  tried++
  return outcomeOf({ ...long.files, [journalPath]: journal })
}

/** The number of the line in which the byte is. */
const lineAt = (at: number): number => starts.findLastIndex((start) => start <= at)

describe('a journal of 200 confirmed lines', () => {
  test('cut at any byte is the exact prefix of whole lines', async () => {
    for (let length = 0; length <= bytes.length; length++) {
      const whole = length === bytes.length ? lineCount : lineAt(length)
      const outcome = await startOn(bytes.subarray(0, length))
      if (outcome !== long.states[whole]) expect.fail(`cut at ${length}: ${outcome}`)
    }
  }, 300_000)

  test('cut at any line and filled with zeros is the exact prefix', async () => {
    for (const [line, start] of starts.entries()) {
      for (const zeros of [1, 4096, bytes.length - start]) {
        const outcome = await startOn(
          Buffer.concat([bytes.subarray(0, start), Buffer.alloc(zeros)])
        )
        expect(outcome, `line ${line}, ${zeros} zeros`).toBe(long.states[line])
      }
    }
  })

  test('with a bit turned in any byte is refused by file and offset, or cut where nobody was told', async () => {
    let cut = 0
    for (let at = 0; at < bytes.length; at++) {
      const outcome = await startOn(withBitFlipped(bytes, at))
      const line = lineAt(at)
      if (outcome instanceof StoreCorruptError) {
        if (outcome.file === journalPath && outcome.offset === starts[line]) continue
        expect.fail(`byte ${at}: ${outcome.message}`)
      }
      cut++
      // Lines behind it say that they knew it to be durable; only behind the last one there are none.
      if (outcome !== long.states[line] || line < lineCount - 1)
        expect.fail(`byte ${at} of line ${line} is taken as ${outcome}`)
    }
    expect(cut).toBeLessThan(10)
  }, 300_000)

  test('with a line repeated, swapped, missing or foreign is refused by file and offset', async () => {
    const other = await longJournal(lineCount)
    for (const [what, journal] of spoiled(long.lines, other.lines)) {
      const outcome = await startOn(journal)
      if (!(outcome instanceof StoreCorruptError)) expect.fail(`${what} it starts`)
      expect(outcome.file).toBe(journalPath)
      expect([...starts, bytes.length], what).toContain(outcome.offset)
    }
  })
})
