import { inspect, openRestore } from '../compose.js'
import { restore as restoreStore } from '../core/upkeep/back-up.js'
import type { Command } from '../terminal/command.js'
import { exitCodes, exitHelp } from '../terminal/exit-codes.js'
import { parseCommand } from '../terminal/parse-command.js'
import { bytesInWords, counted } from '../terminal/words.js'
import { embeddedConfig } from './embedded-config.js'
import { faultInWords } from './faults-in-words.js'

export const restore: Command = {
  summary: 'fill an empty data directory from a backup',
  help: `Usage: filedrop admin restore DIR [--accept-faults] [--json]

Copies the backup in DIR, or any copy of a data directory, to the data directory, which must be
missing or empty. Each content is held against its SHA-256 while it is copied. Where one is damaged
or missing, all of them are named and nothing is restored.

Options:
  --accept-faults  restore all the same: such files come back without their content
  --json           one JSON object: restored, files, bytes, faults
  -h, --help       this text

${exitHelp({
  done: '',
  problems: 'contents are damaged or missing; restored only with --accept-faults',
  usage: '',
  corrupt: 'the metadata in DIR is missing or damaged',
  cannotCreate: 'the data directory is not empty',
  io: '',
  inUse: 'another process is using the data directory',
  config: '',
})}`,
  async run(args, { print, report, progress }) {
    const { values, operands } = parseCommand(args, {
      options: {
        json: { type: 'boolean' },
        'accept-faults': { type: 'boolean', default: false },
      },
      operands: { name: 'DIR', least: 1, most: 1 },
    })
    const source = inspect(operands[0] ?? '')
    // Before anything is made.
    await source.read()
    const target = await openRestore(embeddedConfig(), report)
    try {
      const acceptFaults = values['accept-faults']
      const { restored, files, bytes, faults } = await restoreStore({
        source,
        target,
        acceptFaults,
        onProgress: progress,
      })
      if (values.json) {
        await print(JSON.stringify({ restored, files, bytes, faults }))
      } else {
        for (const fault of faults) await print(faultInWords(fault))
        await print(
          restored
            ? `Restored ${counted(files, 'file')}, ${bytesInWords(bytes)}`
            : `${counted(faults.length, 'fault')}; nothing was restored`
        )
      }
      return faults.length === 0 ? exitCodes.done : exitCodes.problems
    } finally {
      await target.close()
    }
  },
}
