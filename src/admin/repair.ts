import { openRepair } from '../compose.js'
import { planRepair } from '../core/upkeep/repair.js'
import type { Command } from '../terminal/command.js'
import { exitCodes, exitHelp } from '../terminal/exit-codes.js'
import { parseCommand } from '../terminal/parse-command.js'
import { counted } from '../terminal/words.js'
import { embeddedConfig } from './embedded-config.js'
import { stepInWords } from './step-in-words.js'

export const repair: Command = {
  summary: 'put a damaged store right, keeping all that it changes',
  help: `Usage: filedrop admin repair [OPTIONS]

Lists what is wrong with metadata and contents and puts it right, all of it or nothing: as long as a
step needs a permission that was not given, nothing is changed and the exit code is 1. Whatever is
changed or taken out is kept in a folder repair-TIME in the data directory. The server must be
stopped. Keep a copy of the data directory before you permit a loss.

Needs no permission, since nothing is lost: to start from the previous snapshot where all journals
are there, and to put contents aside that no record names.

Options:
  --cut-journal    give up all changes from the first damaged line of the journals on
  --accept-edited  take a metadata.json that was edited by hand, if each record in it is one,
                   also where the previous snapshot could stand in
  --drop-missing   remove records whose content is missing or not of their size
  --put-aside      put contents aside also where so many have no record that the metadata must be
                   that of another store
  --dry-run        only list
  --json           one JSON object: done, files, folder, steps
  -h, --help       this text

${exitHelp({
  done: 'done, or nothing was wrong',
  problems: 'nothing was changed: a permission is missing, or --dry-run was given',
  usage: '',
  corrupt: 'there is nothing to begin with; restore a backup',
  io: '',
  inUse: 'a server is using the data directory; stop it first',
  config: '',
})}`,
  async run(args, { print, progress }) {
    const flag = { type: 'boolean', default: false } as const
    const { values } = parseCommand(args, {
      options: {
        'cut-journal': flag,
        'accept-edited': flag,
        'drop-missing': flag,
        'put-aside': flag,
        'dry-run': flag,
        json: flag,
      },
    })
    const permissions = {
      cutJournal: values['cut-journal'],
      acceptEdited: values['accept-edited'],
      dropMissing: values['drop-missing'],
      giveUpForeign: values['put-aside'],
    }
    const site = await openRepair(embeddedConfig())
    try {
      const { steps, files, work } = await planRepair(site, permissions, progress)
      const isPermitted = steps.every(({ needs }) => needs === undefined)
      const done = steps.length > 0 && isPermitted && !values['dry-run']
      const folder = done ? await site.carryOut(work) : null
      if (values.json) {
        await print(JSON.stringify({ done, files, folder, steps }))
      } else {
        for (const step of steps) await print(stepInWords(step))
        await print(verdict({ steps: steps.length, files, folder }))
      }
      return done || steps.length === 0 ? exitCodes.done : exitCodes.problems
    } finally {
      await site.close()
    }
  },
}

interface Outcome {
  readonly steps: number
  readonly files: number
  readonly folder: string | null
}

function verdict({ steps, files, folder }: Outcome): string {
  if (steps === 0) return `${counted(files, 'file')}: nothing to repair`
  return folder === null
    ? 'Nothing was changed'
    : `Repaired: ${counted(files, 'file')}. What was changed or taken out is in ${folder}`
}
