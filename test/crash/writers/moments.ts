import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Random } from '../../fuzz/random.js'
import { ChangeWatch } from '../../support/change-watch.js'
import type { Suite } from '../../support/suite.js'
import type { FileView } from '../../support/wire.js'
import { fillJournal, lastJournal } from './journals.js'
import type { Ledger } from './ledger.js'
import type { Traffic } from './traffic.js'
import { upload } from './upload.js'

export type Moment = 'any' | 'while stopping' | 'while compacting'

interface Stage {
  readonly suite: Suite
  readonly ledger: Ledger
  readonly random: Random
}

interface Place {
  /** Resolves at the moment of the crash. */
  readonly reached: (traffic: Traffic) => Promise<void>
}

/** More than the steps of a compaction, so that some crashes come right behind it. */
const steps = 12

export async function prepareFor(moment: Moment, stage: Stage): Promise<Place> {
  const { suite, random } = stage
  if (moment === 'any') {
    return { reached: (traffic) => traffic.afterSteps(random.between(1, 800)) }
  }
  if (moment === 'while compacting') await lengthenJournal(stage)
  const step = random.between(1, steps)
  const watch = new ChangeWatch([suite.dataDir], isStep(await lastJournal(suite.dataDir)))
  const isOver = async (traffic: Traffic) => {
    if (moment === 'while compacting') return traffic.afterSteps(1000)
    await traffic.afterSteps(random.between(1, 400))
    traffic.allowEnd()
    suite.server.signal('SIGTERM')
    await suite.server.exited
  }
  return {
    reached: async (traffic) => {
      await Promise.race([watch.afterSteps(step), isOver(traffic)])
      watch.close()
    },
  }
}

/** The journal in use is written to all the time, and of the next one only that it is made belongs to a compaction. */
function isStep(journal: string): (name: string) => boolean {
  const known = new Set([journal])
  return (name) => {
    if (known.has(name)) return false
    if (name.startsWith('journal.')) known.add(name)
    return /^(journal|metadata)\./.test(name)
  }
}

/** The server starts on a journal that its first change makes too long. */
async function lengthenJournal({ suite, ledger, random }: Stage): Promise<void> {
  const { dataDir } = suite
  // What is left of a compaction that was cut off would be gone on with at the first change.
  await suite.server.stop()
  let view: FileView | undefined
  do {
    await suite.restart()
    await upload({ client: suite.client, ledger, random })
    view = (await suite.list())[0]
    await suite.server.kill()
    // Empty where all was quiet for so long that it has been folded just now.
  } while (!view || (await isEmpty(join(dataDir, await lastJournal(dataDir)))))
  const added = await fillJournal(dataDir, view)
  const file = ledger.files.get(view.file_id)
  if (file) file.counted += added
  await suite.restart()
}

const isEmpty = async (path: string): Promise<boolean> => (await stat(path)).size === 0
