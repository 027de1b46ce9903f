import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { Random } from '../../fuzz/random.js'
import { adminJson } from '../../support/command.js'
import { ownServer, type Suite } from '../../support/suite.js'
import { filesBelow } from '../../support/temp-dir.js'
import { expectKept } from '../writers/expect-kept.js'
import { isCompacting } from '../writers/journals.js'
import { Ledger } from '../writers/ledger.js'
import { type Moment, prepareFor } from '../writers/moments.js'
import { cycles, during, seed, timeout, waysOfContents } from '../writers/rounds.js'
import { Traffic } from '../writers/traffic.js'

/** In turn: a compaction takes a long journal, or the end of a server. */
const moments: readonly Moment[] = ['any', 'any', 'while stopping', 'any', 'while compacting']

/** What starts put aside belongs to uploads that nobody was told of; an operator removes it in a week. */
async function emptyTrash({ dataDir }: Suite): Promise<number> {
  const trash = join(dataDir, 'trash')
  const files = await filesBelow(trash)
  await rm(trash, { recursive: true, force: true })
  return files.length
}

test(
  'a server that is killed at any moment under 32 writers at every door keeps what it acknowledged and nothing by halves',
  async () => {
    console.log(`CRASH_SEED=${seed}`)
    const suite = await ownServer()
    const ledger = new Ledger()
    const total = { compacting: 0, aside: 0, files: 0, bytes: 0 }
    for (let cycle = 0; cycle < cycles; cycle++) {
      const random = new Random(~seed, cycle)
      const moment = moments[cycle % moments.length] as Moment
      const place = await prepareFor(moment, { suite, ledger, random })
      const traffic = new Traffic({ client: suite.client, ledger, seed, cycle })
      await place.reached(traffic)
      traffic.allowEnd()
      await suite.server.kill()
      await traffic.ended
      expect(traffic.faults, `cycle ${cycle}`).toEqual([])
      if (await isCompacting(suite.dataDir)) total.compacting++
      const kept = suite
        .restart(waysOfContents[cycle % 2])
        .then(() => expectKept(suite, ledger, 'all'))
      const { files, bytes } = await during(`kill ${cycle}`, kept)
      total.aside += await emptyTrash(suite)
      total.files += files
      total.bytes += bytes
    }
    expect(await adminJson(suite.dataDir, 'verify', '--read-data')).toMatchObject({
      code: 0,
      result: { problems: [], arriving: 0 },
    })
    console.log(
      `kills: ${cycles} cycles, ${total.compacting} of them inside a compaction, ${ledger.acknowledged} operations acknowledged, ${total.files} files with ${total.bytes} bytes verified, ${total.aside} contents put aside, 0 lost`
    )
  },
  timeout
)
