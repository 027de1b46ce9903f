import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Settings } from '../../support/server.js'
import { type StartOptions, Suite } from '../../support/suite.js'
import { Target } from './target.js'

/** One thing that is sent, and what has to come of it. */
export interface Input {
  readonly title: string
  /** Single inputs in it, where several are sent together. */
  readonly sends?: number
  /** Sends it and looks at the answer. What is stored by right is taken away again with `target.accepted`. */
  readonly run: (target: Target) => Promise<void>
}

/** One row of the table of hostile inputs. */
export interface Row {
  readonly id: string
  /** What comes in and what becomes of it. */
  readonly sentence: string
  readonly inputs: readonly Input[]
  /** The inputs need not wait for one another: they spend their time waiting for the server's patience to end. */
  readonly atOnce?: boolean
  /** Makes what the inputs share and gives what takes it away again. */
  readonly prepare?: (target: Target) => Promise<() => Promise<unknown>>
  /** Errors that the operator is to be told of in the log; any other is one too many. */
  readonly logs?: RegExp
  /** Why this machine cannot do it; undefined where it can. */
  readonly cannot?: () => string | undefined
}

/** Where the data directory of a group is, when that is not just any directory. */
export interface Place extends StartOptions {
  /** Why this machine has no such place; undefined where it has. */
  readonly cannot?: () => string | undefined
}

/** A row that says nothing about this service, or not yet. */
export interface SkippedRow extends Pick<Row, 'id' | 'sentence'> {
  readonly reason: string
}

declare module 'vitest' {
  interface TaskMeta {
    /** Single inputs that a row sent. */
    inputs?: number
  }
}

/** Most milliseconds for one input: more means that it hangs. */
const patience = 120_000

/** Says which input it was where one fails or does not come to an end. */
export async function named(title: string, work: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const hangs = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('it does not come to an end')), patience)
  })
  try {
    await Promise.race([work, hangs])
  } catch (error) {
    if (error instanceof Error) error.message = `${title}: ${error.message}`
    throw error
  } finally {
    clearTimeout(timer)
  }
}

/**
 * A group of rows against one server, a test for each row. After every row, whatever it sent: the same process runs
 * and has logged no error, nothing is stored and no temporary file left, no count has moved, and the next request on
 * a new connection is served.
 */
export function hostileTable(
  group: string,
  rows: readonly (Row | SkippedRow)[],
  settings: Settings = {},
  place: Place = {}
): void {
  describe(group, () => {
    let target: Target | undefined
    beforeAll(async () => {
      if (place.cannot?.() !== undefined) return
      target = await Target.ready(await Suite.start(settings, place))
    })
    afterAll(async () => {
      await target?.suite.dispose()
    })

    for (const row of rows) {
      test(`${row.id}: ${row.sentence}`, async ({ skip, task }) => {
        if ('reason' in row) return skip(row.reason)
        const cannot = place.cannot?.() ?? row.cannot?.()
        if (cannot !== undefined) return skip(cannot)
        if (!target) throw new Error('the server runs only while tests do')
        const attacked = target
        const harmless = await target.watch(row.logs)
        const cleanUp = await row.prepare?.(target)
        const run = ({ title, run }: Input) => named(title, run(attacked))
        if (row.atOnce) await Promise.all(row.inputs.map(run))
        else for (const input of row.inputs) await run(input)
        task.meta.inputs = row.inputs.reduce((sum, { sends = 1 }) => sum + sends, 0)
        await cleanUp?.()
        await harmless()
        expect(row.inputs.length).toBeGreaterThan(0)
      })
    }
  })
}
