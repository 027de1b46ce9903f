import { inspect, openBackup } from '../compose.js'
import { backUp } from '../core/upkeep/back-up.js'
import type { Command } from '../terminal/command.js'
import { exitCodes, exitHelp } from '../terminal/exit-codes.js'
import { parseCommand } from '../terminal/parse-command.js'
import { bytesInWords, counted } from '../terminal/words.js'
import { embeddedConfig } from './embedded-config.js'
import { faultInWords } from './faults-in-words.js'

export const backup: Command = {
  summary: 'copy the store as it is at one moment, beside a running server',
  help: `Usage: filedrop admin backup DIR [--json]

Makes DIR a copy of the data directory as it is at one moment. The server may go on working. DIR is
a data directory itself, on which a server can be started. It must be missing, empty, or an earlier
backup of the same store: then only contents that it lacks are copied, and those that no file has
any more are removed. Until the last step DIR is the earlier backup, then it is the new one.

Each content is held against its SHA-256 while it is copied. One that is damaged or missing is
named and not copied; what an earlier backup has of it stays.

Options:
  --json      one JSON object: files, bytes, copiedFiles, copiedBytes, faults
  -h, --help  this text

${exitHelp({
  done: '',
  problems: 'done, but some contents are damaged or missing',
  usage: '',
  corrupt: '',
  cannotCreate: 'DIR is not empty and no backup of this store',
  io: '',
  inUse: 'another backup into DIR is running, or a server on DIR',
  config: '',
})}`,
  async run(args, { print, report, progress }) {
    const { values, operands } = parseCommand(args, {
      options: { json: { type: 'boolean' } },
      operands: { name: 'DIR', least: 1, most: 1 },
    })
    const [directory = ''] = operands
    const source = inspect(embeddedConfig().DATA_DIR)
    const { storeId } = (await source.read()).facts
    const target = await openBackup(directory, storeId, report)
    try {
      const { view, faults, ...copied } = await backUp({ source, target, onProgress: progress })
      let bytes = 0
      for (const { size } of view.records()) bytes += size
      const files = view.facts.count
      if (values.json) {
        const result = {
          files,
          bytes,
          copiedFiles: copied.files,
          copiedBytes: copied.bytes,
          faults,
        }
        await print(JSON.stringify(result))
      } else {
        for (const fault of faults) await print(faultInWords(fault))
        await print(
          `${counted(files, 'file')}, ${bytesInWords(bytes)}; copied ${counted(copied.files, 'content')}, ${bytesInWords(copied.bytes)}`
        )
      }
      return faults.length === 0 ? exitCodes.done : exitCodes.problems
    } finally {
      await target.close()
    }
  },
}
