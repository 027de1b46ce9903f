import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Client } from '../../support/client.js'
import { growthDuring } from '../../support/process-facts.js'
import { ServerProcess } from '../../support/server-process.js'
import { removeDir } from '../../support/temp-dir.js'
import type { FileView } from '../../support/wire.js'
import { expectNoStart, StoredCopy } from './stored-copy.js'
import { named } from './table.js'

/** Something that is done to the files of a store while no server runs. */
export interface Damage {
  readonly title: string
  /**
   * What a start makes of it: everything that was acknowledged, or that up to some moment (what a crash could have
   * left as well), or nothing, with a message that names the file and the place in it.
   */
  readonly outcome: 'whole' | 'prefix' | 'refused'
  readonly harm: (dataDir: string) => Promise<void>
}

interface DamageRow {
  readonly id: string
  readonly sentence: string
  readonly inputs: readonly Damage[]
}

const explained = /^STORE_(CORRUPT \S+:\d+|MISSING \S+): \w/

/** What a damaged store may cost a start beyond what the same store costs it undamaged: young garbage, in bytes. */
const moreMemory = 48 * 1024 * 1024

/** A group of rows, a test for each; every damage is done to a copy of its own. */
export function damagedStarts(group: string, rows: readonly DamageRow[]): void {
  describe(group, () => {
    let stored: StoredCopy
    let most: number
    beforeAll(async () => {
      stored = await StoredCopy.make()
      const dataDir = await stored.copy()
      most = (await start(dataDir)).growth + moreMemory
      await removeDir(dataDir)
    })
    afterAll(() => stored.dispose())

    for (const row of rows) {
      test(`${row.id}: ${row.sentence}`, async ({ task }) => {
        for (const damage of row.inputs) await named(damage.title, startOn(stored, damage, most))
        task.meta.inputs = row.inputs.length
      })
    }
  })
}

async function startOn(stored: StoredCopy, { outcome, harm }: Damage, most: number): Promise<void> {
  const dataDir = await stored.copy()
  try {
    await harm(dataDir)
    if (outcome === 'refused') return await expectNoStart(dataDir, explained, 65)
    const { list, growth } = await start(dataDir)
    expect(growth).toBeLessThan(most)
    expect(outcome === 'whole' ? [stored.whole] : stored.states).toContainEqual(list)
  } finally {
    await removeDir(dataDir)
  }
}

/** Starts a server, has every file checked and the server stopped: its list, and the memory that the start took. */
async function start(dataDir: string): Promise<{ list: readonly FileView[]; growth: number }> {
  const server = ServerProcess.launch({ DATA_DIR: dataDir })
  try {
    const listening = server.logLine((line) => line.msg === 'listening')
    const growth = await growthDuring(server.pid, listening)
    const client = await Client.connect(Number(new URL(String((await listening).url)).port))
    const list = (await client.get('/files')).json<FileView[]>()
    expect((await client.get('/readyz')).status).toBe(200)
    expect(client.takeMismatches()).toEqual([])
    expect(await server.stop(), server.output()).toEqual({ code: 0, signal: null })
    return { list, growth }
  } finally {
    await server.kill()
  }
}
