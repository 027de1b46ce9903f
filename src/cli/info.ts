import type { Command } from '../terminal/command.js'
import { exitCodes, exitHelp } from '../terminal/exit-codes.js'
import { parseCommand } from '../terminal/parse-command.js'
import { jsonOnScreen, onScreen } from '../terminal/words.js'
import { connect } from './connect.js'
import { fileId, idHelp } from './file-id.js'
import { clientExits } from './help.js'

export const info: Command = {
  summary: 'what is known of a file',
  help: `Usage: filedrop info ID [--json]

Prints the members of the metadata, one a line, and the etag of this state of the file.
${idHelp}

Options:
  --json      one JSON object
  -h, --help  this text

${exitHelp(clientExits)}`,
  async run(args, { print }) {
    const { values, operands } = parseCommand(args, {
      options: { json: { type: 'boolean' } },
      operands: { name: 'ID', least: 1, most: 1 },
    })
    const file = await connect().metadata(fileId(operands[0] ?? ''))
    const lines = Object.entries(file).map(
      ([name, value]) => `${onScreen(name).padEnd(16)}${onScreen(String(value))}`
    )
    await print(values.json ? jsonOnScreen(file) : lines.join('\n'))
    return exitCodes.done
  },
}
