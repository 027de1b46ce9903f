import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Settings } from '../../support/server-process.js'
import { Suite } from '../../support/suite.js'
import { Target } from './target.js'

/** One thing that is sent, and what has to come of it. */
export interface Input {
  readonly title: string
  /** Sends it and looks at the answer. What is stored by right is taken away again with `target.accepted`. */
  readonly run: (target: Target) => Promise<void>
}

/** One row of the table of hostile inputs. */
export interface Row {
  readonly id: string
  /** What comes in and what becomes of it. */
  readonly sentence: string
  readonly inputs: readonly Input[]
}

/** A row that says nothing about this service, or not yet. */
interface SkippedRow extends Omit<Row, 'inputs'> {
  readonly reason: string
}

declare module 'vitest' {
  interface TaskMeta {
    /** Single inputs that a row sent. */
    inputs?: number
  }
}

// A row may send some thousand inputs one after the other, on a machine that has other things to do.
const patience = { timeout: 120_000 }

/**
 * A group of rows against one server, a test for each row. After every row, whatever it sent: the same process runs
 * and has logged no error, nothing is stored and no temporary file left, no count has moved, and the next request on
 * a new connection is served.
 */
export function hostileTable(
  group: string,
  rows: readonly (Row | SkippedRow)[],
  settings: Settings = {},
  credentials: Readonly<Record<string, string>> = {}
): void {
  describe(group, () => {
    let target: Target
    beforeAll(async () => {
      target = await Target.ready(await Suite.start(settings, credentials))
    })
    afterAll(() => target.suite.dispose())

    for (const row of rows) {
      test(`${row.id}: ${row.sentence}`, patience, async ({ skip, task }) => {
        if ('reason' in row) return skip(row.reason)
        const harmless = await target.watch()
        for (const input of row.inputs) {
          await input.run(target).catch((error: Error) => {
            error.message = `${input.title}: ${error.message}`
            throw error
          })
        }
        task.meta.inputs = row.inputs.length
        await harmless()
        expect(row.inputs.length).toBeGreaterThan(0)
      })
    }
  })
}
