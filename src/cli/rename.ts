import type { Command } from '../terminal/command.js'
import { exitCodes, exitHelp } from '../terminal/exit-codes.js'
import { parseCommand } from '../terminal/parse-command.js'
import { connect } from './connect.js'
import { fileId, idHelp } from './file-id.js'
import { fileLine } from './file-line.js'
import { requireHeaderValue } from './header-value.js'
import { clientExits, ifMatchHelp } from './help.js'

export const rename: Command = {
  summary: 'give a file another name',
  help: `Usage: filedrop rename ID NAME [--type TYPE] [--if-match ETAG] [--json]

${idHelp}

Options:
  --type TYPE      media type from now on
${ifMatchHelp}
  --json           one JSON object, as the API gives it, with its etag
  -h, --help       this text

${exitHelp(clientExits)}`,
  async run(args, terminal) {
    const { values, operands } = parseCommand(args, {
      options: {
        type: { type: 'string' },
        'if-match': { type: 'string' },
        json: { type: 'boolean' },
      },
      operands: { name: 'ID with NAME', least: 2, most: 2 },
    })
    const [id = '', name = ''] = operands
    const { json, 'if-match': ifMatch, ...given } = values
    requireHeaderValue('--if-match', ifMatch)
    const file = await connect().rename(fileId(id), { name, ...given }, { ifMatch })
    await terminal.print(fileLine(file, { json }))
    return exitCodes.done
  },
}
