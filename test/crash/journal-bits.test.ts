import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { StoreCorruptError } from '../../src/storage/metadata/json/store-corrupt-error.js'
import { journalPath, longJournal, spoiled, withBitFlipped } from './support/damage.js'
import { lineCount, SpoiledJournal } from './support/long-journal.js'

let journal: SpoiledJournal
beforeAll(async () => {
  journal = await SpoiledJournal.make()
  expect(journal.starts).toHaveLength(lineCount)
})
afterAll(() => console.log(`damaged journals: ${journal.tried} tried, of ${lineCount} lines each`))

describe('a journal of 200 confirmed lines', () => {
  test('with a bit turned in any byte is refused by file and offset, or cut where nobody was told', async () => {
    let cut = 0
    for (let at = 0; at < journal.bytes.length; at++) {
      const outcome = await journal.startOn(withBitFlipped(journal.bytes, at))
      const line = journal.lineAt(at)
      if (outcome instanceof StoreCorruptError) {
        if (outcome.file === journalPath && outcome.offset === journal.starts[line]) continue
        expect.fail(`byte ${at}: ${outcome.message}`)
      }
      cut++
      // Lines behind it say that they knew it to be durable; only behind the last one there are none.
      if (outcome !== journal.long.states[line] || line < lineCount - 1)
        expect.fail(`byte ${at} of line ${line} is taken as ${outcome}`)
    }
    expect(cut).toBeLessThan(10)
  }, 300_000)

  test('with a line repeated, swapped, missing or foreign is refused by file and offset', async () => {
    const other = await longJournal(lineCount)
    for (const [what, bytes] of spoiled(journal.long.lines, other.lines)) {
      const outcome = await journal.startOn(bytes)
      if (!(outcome instanceof StoreCorruptError)) expect.fail(`${what} it starts`)
      expect(outcome.file).toBe(journalPath)
      expect([...journal.starts, journal.bytes.length], what).toContain(outcome.offset)
    }
  })
})
