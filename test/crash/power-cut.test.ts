import { afterAll, beforeEach, expect, test } from 'vitest'
import { fixedCuts, mixedCut, nothingLost, type PowerCut } from '../support/fs/power-cuts.js'
import { EmbeddedStore } from './support/embedded-store.js'
import { historyOfFullLife, type Moment } from './support/history.js'
import { contentKeys, inspect } from './support/inspect.js'
import { firstSeed, seedsAtOnce } from './support/seeds.js'

const figures = { moments: 0, states: 0, distinct: 0, second: 0 }

afterAll(() => {
  console.log(
    `power cuts: ${figures.moments} moments, ${figures.states} states (${figures.distinct} distinct), ` +
      `${figures.second} states of a second cut during the start, ${seedsAtOnce} seeds a moment from ${firstSeed} on`
  )
})

let seed = firstSeed
beforeEach(() => {
  seed = firstSeed
})
const mixedCuts = (count: number): PowerCut[] =>
  Array.from({ length: count }, () => mixedCut(seed++))

/** Tells of a failure where it was. */
async function at<T>(place: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (cause) {
    throw new Error(`${place}: ${(cause as Error).message}`, { cause })
  }
}

test('a power cut after any call leaves what was acknowledged and nothing by halves', {
  timeout: 600_000,
}, async () => {
  const moments = await historyOfFullLife()
  figures.moments = moments.length
  for (const [number, { fs, ledger, call }] of moments.entries()) {
    const seen = new Set<string>()
    for (const cut of [...fixedCuts, ...mixedCuts(seedsAtOnce)]) {
      figures.states++
      const left = fs.after(cut)
      const state = left.fingerprint() + (cut === nothingLost)
      if (seen.has(state)) continue
      seen.add(state)
      figures.distinct++
      await at(`call ${number}, ${call}, ${cut.name}`, () =>
        inspect(left, { ledger, countsKept: cut === nothingLost })
      )
    }
    figures.states++
    figures.distinct++
    // What was not synced then is there for the next process, but not for good: the cut comes after that one's start.
    await at(`call ${number}, ${call}, the process was killed`, () =>
      inspect(fs.copy(), { ledger, countsKept: true })
    )
  }
  expect(figures.moments).toBeGreaterThan(150)
})

test('a second cut after any call of the start after the first one leaves no less', {
  timeout: 600_000,
}, async () => {
  const moments = await historyOfFullLife()
  const stride = Math.max(1, Math.floor(moments.length / (10 * seedsAtOnce)))
  for (let number = 0; number < moments.length; number += stride) {
    const { fs, ledger, call } = moments[number] as Moment
    for (const first of mixedCuts(1)) {
      const left = fs.after(first)
      const keys = contentKeys(left)
      const starts: { fs: typeof left; call: string }[] = []
      const running = left.copy()
      running.onChange = (method, path) => {
        starts.push({ fs: running.copy(), call: `${method} ${path}` })
      }
      await (await EmbeddedStore.open(running)).kill()
      for (const start of starts) {
        for (const second of [...fixedCuts.slice(0, 2), ...mixedCuts(1)]) {
          figures.second++
          const place = `call ${number}, ${call}, ${first.name}; ${start.call}, ${second.name}`
          await at(place, () =>
            inspect(start.fs.after(second), { ledger, countsKept: false, keys })
          )
        }
      }
    }
  }
  expect(figures.second).toBeGreaterThan(500)
})
