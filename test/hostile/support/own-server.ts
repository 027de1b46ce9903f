import { describe, expect, test } from 'vitest'
import type { Settings } from '../../support/server.js'
import { Suite } from '../../support/suite.js'
import { named, type Place, type SkippedRow } from './table.js'
import { loggedErrors } from './target.js'

/** One thing that is done to a server, or to what it stands on, and what has to come of it. */
export interface OwnServerInput extends Place {
  readonly title: string
  /** Single inputs in it, where one server serves for several. */
  readonly sends?: number
  readonly settings?: Settings
  /** Code or message of errors that the operator is to be told of here; any other error is one too many. */
  readonly logs?: RegExp
  /** Whether the process ends by itself as part of the input, which is then what `run` looks at. */
  readonly ends?: boolean
  readonly run: (suite: Suite) => Promise<void>
}

/** A row whose inputs get a server each: they end it, break what it stands on, or need other settings. */
interface OwnServerRow {
  readonly id: string
  readonly sentence: string
  readonly inputs: readonly OwnServerInput[]
}

/**
 * A group of rows, a test for each, with a server for every single input. After each input: no error is logged that
 * was not called for, and none that nobody foresaw; nothing temporary is left and every content belongs to a file; the
 * next request is served; the server stops with code 0, and the next one on the directory shows the same files.
 */
export function hostileServers(
  group: string,
  rows: readonly (OwnServerRow | SkippedRow)[],
  settings: Settings = {}
): void {
  describe(group, () => {
    for (const row of rows) {
      test(`${row.id}: ${row.sentence}`, async ({ skip, task }) => {
        if ('reason' in row) return skip(row.reason)
        const possible = row.inputs.filter((input) => isPossible(row.id, input))
        if (possible.length === 0) return skip(row.inputs[0]?.cannot?.())
        for (const input of possible) {
          const own = { ...input, settings: { ...settings, ...input.settings } }
          await named(input.title, runOnce(own))
        }
        task.meta.inputs = possible.reduce((sum, { sends = 1 }) => sum + sends, 0)
      })
    }
  })
}

function isPossible(id: string, { title, cannot }: OwnServerInput): boolean {
  const reason = cannot?.()
  if (reason !== undefined) console.log(`left out of ${id}: ${title}\n        ${reason}`)
  return reason === undefined
}

async function runOnce(input: OwnServerInput): Promise<void> {
  const suite = await Suite.start(input.settings, input)
  const first = suite.server
  try {
    await input.run(suite)
    if (!input.ends) await expectSound(suite)
    expectLog(suite, input)
    // What an input starts again itself has been looked at by it.
    if (suite.server === first && !input.ends) await expectTheSameAgain(suite, input.settings)
  } finally {
    await suite.dispose()
  }
}

async function expectSound(suite: Suite): Promise<void> {
  expect(suite.server.running, suite.server.output()).toBe(true)
  const look = async () => {
    const { temporary, content, list } = await suite.state()
    return { temporary, unclaimed: Math.max(0, content.length - list.length) }
  }
  await expect.poll(look, { timeout: 5000 }).toEqual({ temporary: [], unclaimed: 0 })
  expect((await suite.client.get('/livez')).status).toBe(200)
  expect(suite.client.takeMismatches().join('\n')).toBe('')
}

async function expectTheSameAgain(suite: Suite, settings?: Settings): Promise<void> {
  const before = await suite.list()
  const { server } = suite
  expect(await server.stop(), server.output()).toEqual({ code: 0, signal: null })
  await suite.restart(settings)
  expect(await suite.list()).toEqual(before)
}

function expectLog({ server }: Suite, { logs }: OwnServerInput): void {
  expect(server.strayLines).toEqual([])
  expect(loggedErrors(server).filter((line) => !logs?.test(line))).toEqual([])
}
