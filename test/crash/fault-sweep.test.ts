import { afterAll, describe, expect, test } from 'vitest'
import type { Call } from '../support/fs/fault-fs.js'
import { shortWrite } from '../support/fs/nth-fault.js'
import { FaultRun, killedStore } from './support/fault-run.js'

const figures = { runs: 0, hits: 0, healed: 0 }

afterAll(() => {
  const { runs, hits, healed } = figures
  console.log(`faults: ${runs} runs, ${hits} calls failed, ${healed} runs healed without a restart`)
})

const failures = ['EIO', 'ENOSPC', 'EMFILE', 'EACCES', shortWrite]
const onDirectories = new Set(['syncDirectory', 'makeDirectory', 'list', 'requireWritable'])

const places: readonly (readonly [place: string, concerns: (call: Call) => boolean])[] = [
  ['anywhere', () => true],
  ['contents', ({ path }) => /^\/data\/(content|tmp)\/./.test(path)],
  ['the journal', ({ path }) => path.includes('/journal.')],
  ['the snapshot', ({ path }) => path.includes('/metadata.')],
  ['directories', ({ method }) => onDirectories.has(method)],
]

/** Runs with the first such call failing, then with the second, until there are no more of them. */
async function sweep(plan: {
  failure: string
  forEver: boolean
  concerns: (call: Call) => boolean
}): Promise<number> {
  const before = await killedStore()
  for (let nth = 1; ; nth++) {
    const run = new FaultRun(before, { ...plan, nth })
    await run.run().catch((cause: unknown) => {
      const call = run.fault.hits[0]
      const place = `call ${nth}, ${call?.method} ${call?.path}`
      throw new Error(`${place}: ${(cause as Error).message}`, { cause })
    })
    if (!run.fault.happened) return nth - 1
    figures.runs++
    figures.hits += run.fault.hits.length
    if (run.healed) figures.healed++
  }
}

describe.each(failures)('%s at any call', (failure) => {
  test('once is refused with its code, leaks nothing and loses nothing', async () => {
    const swept = await sweep({ failure, forEver: false, concerns: () => true })
    expect(swept).toBeGreaterThan(failure === shortWrite ? 10 : 150)
  }, 600_000)

  test.each(places)(
    'and all after it in %s is refused with its code, leaks nothing and loses nothing',
    async (_place, concerns) => {
      expect(await sweep({ failure, forEver: true, concerns })).toBeGreaterThan(
        failure === shortWrite ? -1 : 8
      )
    },
    600_000
  )
})
