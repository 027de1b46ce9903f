import type { Command } from '../terminal/command.js'
import { exitCodes, exitHelp } from '../terminal/exit-codes.js'
import { parseCommand } from '../terminal/parse-command.js'
import { UsageError } from '../terminal/usage-error.js'
import { connect } from './connect.js'
import { fileId, idHelp } from './file-id.js'
import { requireHeaderValue } from './header-value.js'
import { clientExits, ifMatchHelp } from './help.js'

export const deleteFiles: Command = {
  summary: 'delete files',
  help: `Usage: filedrop delete ID… [--if-match ETAG]

Deletes the files for good, and prints nothing. Stops at the first that fails.
${idHelp}

Options:
${ifMatchHelp}
  -h, --help       this text

${exitHelp(clientExits)}`,
  async run(args) {
    const { values, operands } = parseCommand(args, {
      options: { 'if-match': { type: 'string' } },
      operands: { name: 'ID', least: 1, most: Number.POSITIVE_INFINITY },
    })
    const ifMatch = values['if-match']
    if (ifMatch !== undefined && operands.length > 1) throw new UsageError('--if-match is for one')
    requireHeaderValue('--if-match', ifMatch)
    const ids = operands.map(fileId)
    const client = connect()
    for (const id of ids) {
      await client.delete(id, { ifMatch }).catch((error: Error) => {
        error.message = `${id}: ${error.message}`
        throw error
      })
    }
    return exitCodes.done
  },
}
