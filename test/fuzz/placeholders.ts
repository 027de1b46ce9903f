/** How many files there are to aim at. */
export const slots = 8

/**
 * Ids and cursors are random, requests must not be, or a seed would not repeat them. So requests are made with these
 * words in place of the ids, as long as ids are, and get the real ones when they are sent.
 */
export const idOfSlot = (slot: number): string => `FILE-${slot}-PLACEHOLDER-ID`

export const cursorWord = 'CURSOR-PLACEHOLDER'

export function fillIn(bytes: Buffer, ids: readonly string[], cursor: string): Buffer {
  let text = bytes.toString('latin1')
  for (const [slot, id] of ids.entries()) text = text.replaceAll(idOfSlot(slot), id)
  return Buffer.from(text.replaceAll(cursorWord, cursor), 'latin1')
}
