import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { lineCount, SpoiledJournal } from './support/long-journal.js'

let journal: SpoiledJournal
beforeAll(async () => {
  journal = await SpoiledJournal.make()
  expect(journal.starts).toHaveLength(lineCount)
})
afterAll(() => console.log(`damaged journals: ${journal.tried} tried, of ${lineCount} lines each`))

describe('a journal of 200 confirmed lines', () => {
  test('cut at any byte is the exact prefix of whole lines', async () => {
    for (let length = 0; length <= journal.bytes.length; length++) {
      const whole = length === journal.bytes.length ? lineCount : journal.lineAt(length)
      const outcome = await journal.startOn(journal.bytes.subarray(0, length))
      if (outcome !== journal.long.states[whole]) expect.fail(`cut at ${length}: ${outcome}`)
    }
  }, 300_000)

  test('cut at any line and filled with zeros is the exact prefix', async () => {
    for (const [line, start] of journal.starts.entries()) {
      for (const zeros of [1, 4096, journal.bytes.length - start]) {
        const outcome = await journal.startOn(
          Buffer.concat([journal.bytes.subarray(0, start), Buffer.alloc(zeros)])
        )
        expect(outcome, `line ${line}, ${zeros} zeros`).toBe(journal.long.states[line])
      }
    }
  })
})
