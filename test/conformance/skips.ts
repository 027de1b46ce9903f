import { it } from 'vitest'

/** Tests that an implementation cannot pass, by title, each with the reason. */
export type Skips = readonly { readonly test: string; readonly reason: string }[]

/** `it`, except for the tests on the list: those are skipped, and say why under their title. */
export function conformanceTest(name: string, skips: Skips) {
  return (title: string, run: () => Promise<void>): void => {
    const skip = skips.find(({ test }) => test === title)
    if (skip === undefined) {
      it(title, run)
      return
    }
    console.warn(`${name} skips "${title}": ${skip.reason}`)
    it.skipIf(true)(`${title} (skipped: ${skip.reason})`, run)
  }
}
