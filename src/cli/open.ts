import openInBrowser from 'open'
import type { Command } from '../terminal/command.js'
import { exitCodes, exitHelp } from '../terminal/exit-codes.js'
import { parseCommand } from '../terminal/parse-command.js'
import { connect } from './connect.js'
import { readEnvironment } from './environment.js'
import { fileId, idHelp } from './file-id.js'
import { clientExits } from './help.js'

export const open: Command = {
  summary: 'show a file in the browser',
  help: `Usage: filedrop open ID [--print]

Prints the address of the file and opens it in the browser. It is only printed where no person looks
on, and where FILEDROP_TOKEN is set: the browser does not have it.
${idHelp}

Options:
  --print     print the address, open nothing
  -h, --help  this text

${exitHelp(clientExits)}`,
  async run(args, { print }) {
    const { values, operands } = parseCommand(args, {
      options: { print: { type: 'boolean', default: false } },
      operands: { name: 'ID', least: 1, most: 1 },
    })
    const { file_id } = await connect().metadata(fileId(operands[0] ?? ''))
    const { url, token } = readEnvironment()
    const address = `${url}/files/${encodeURIComponent(file_id)}?disposition=inline`
    await print(address)
    if (process.stdout.isTTY && token === undefined && !values.print) await openInBrowser(address)
    return exitCodes.done
  },
}
