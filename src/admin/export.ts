import { inspect } from '../compose.js'
import type { Command } from '../terminal/command.js'
import { exitCodes, exitHelp } from '../terminal/exit-codes.js'
import { parseCommand } from '../terminal/parse-command.js'
import { localRecordsConfig } from './embedded-config.js'

/** Characters gathered before they are written: one write a line would take most of the time. */
const batch = 64 * 1024

export const exportRecords: Command = {
  summary: 'the metadata of all files, one JSON object a line',
  help: `Usage: filedrop admin export [--json]

Writes every record as one line of JSON (NDJSON), in order of creation. Changes nothing and may run
beside a server; the lines are the records of one moment.

A line has the members that the store keeps:
  id             identifies the file
  name           display name
  type           media type
  size           bytes
  sha256         of the content, in hexadecimal
  createdAt      milliseconds since 1970; updatedAt likewise
  downloadCount  whole downloads
  contentKey     the name of the file in content/ that holds the bytes
  publishedAs    the name under /uploads/, or null
  revision       1, and one more with each change

Options:
  --json      changes nothing: the output is JSON as it is
  -h, --help  this text

${exitHelp({ done: '', usage: '', corrupt: '', io: '', config: '' })}`,
  async run(args, { print }) {
    parseCommand(args, { options: { json: { type: 'boolean' } } })
    const view = await inspect(localRecordsConfig().DATA_DIR).read()
    let lines: string[] = []
    let length = 0
    for (const record of view.records()) {
      const line = JSON.stringify(record)
      lines.push(line)
      length += line.length
      if (length < batch) continue
      await print(lines.join('\n'))
      lines = []
      length = 0
    }
    if (lines.length > 0) await print(lines.join('\n'))
    return exitCodes.done
  },
}
