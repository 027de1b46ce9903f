import type { Command } from '../terminal/command.js'
import { exitCodes, exitHelp } from '../terminal/exit-codes.js'
import { parseCommand } from '../terminal/parse-command.js'
import { connect } from './connect.js'
import { fileId, idHelp } from './file-id.js'
import { fileLine } from './file-line.js'
import { requireHeaderValue } from './header-value.js'
import { clientExits, ifMatchHelp } from './help.js'
import { openSource } from './open-source.js'

export const replace: Command = {
  summary: 'give a file new content',
  help: `Usage: filedrop replace ID FILE|- [--name NAME] [--type TYPE] [--if-match ETAG] [--json]

The file keeps its ID and, unless told otherwise, its name. Downloads that run end with the bytes
they began with. ${idHelp}

Options:
  --name NAME      display name from now on
  --type TYPE      media type; what the name stands for, if not given
${ifMatchHelp}
  --json           one JSON object, as the API gives it, with its etag
  -h, --help       this text

${exitHelp(clientExits)}`,
  async run(args, terminal) {
    const { values, operands } = parseCommand(args, {
      options: {
        name: { type: 'string' },
        type: { type: 'string' },
        'if-match': { type: 'string' },
        json: { type: 'boolean' },
      },
      operands: { name: 'ID and FILE', least: 2, most: 2 },
    })
    const [id = '', path = ''] = operands
    const { json, 'if-match': ifMatch, ...given } = values
    requireHeaderValue('--type', given.type)
    requireHeaderValue('--if-match', ifMatch)
    const client = connect()
    const { content, options } = await openSource(path, terminal)
    const file = await client.replace(fileId(id), content, { ...options, ...given, ifMatch })
    await terminal.print(fileLine(file, { json }))
    return exitCodes.done
  },
}
