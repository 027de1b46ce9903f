import { basename } from 'node:path'
import type { Command } from '../terminal/command.js'
import { exitCodes, exitHelp } from '../terminal/exit-codes.js'
import { parseCommand } from '../terminal/parse-command.js'
import { UsageError } from '../terminal/usage-error.js'
import { connect } from './connect.js'
import { fileLine, lineHelp } from './file-line.js'
import { requireHeaderValue } from './header-value.js'
import { clientExits } from './help.js'
import { openSource } from './open-source.js'

export const upload: Command = {
  summary: 'store files',
  help: `Usage: filedrop upload FILE…|- [--name NAME] [--type TYPE] [--json]

Stores each FILE, or standard input for -, and prints it. It is durable when it is printed. Stops at
the first that fails: those that were printed are stored, that one is not. An upload that breaks off
begins anew; docs/resumable-uploads.md has programs that go on where it ended.

${lineHelp}

Options:
  --name NAME  display name, for one FILE; that of the FILE, if not given
  --type TYPE  media type; what the name stands for, if not given
  --json       one JSON object a line, as the API gives it, with its etag
  -h, --help   this text

${exitHelp({ ...clientExits, noInput: 'a FILE cannot be read' })}`,
  async run(args, terminal) {
    const { values, operands } = parseCommand(args, {
      options: { name: { type: 'string' }, type: { type: 'string' }, json: { type: 'boolean' } },
      operands: { name: 'FILE', least: 1, most: Number.POSITIVE_INFINITY },
    })
    const { json, ...given } = values
    if (given.name !== undefined && operands.length > 1) throw new UsageError('--name is for one')
    requireHeaderValue('--type', given.type)
    const client = connect()
    for (const path of operands) {
      const { content, options } = await openSource(path, terminal)
      const name = path === '-' ? {} : { name: basename(path) }
      const file = await client.upload(content, { ...name, ...options, ...given })
      await terminal.print(fileLine(file, { json }))
    }
    return exitCodes.done
  },
}
