import type { Command } from '../terminal/command.js'
import { exitCodes, exitHelp } from '../terminal/exit-codes.js'
import { parseCommand } from '../terminal/parse-command.js'

export const serve: Command = {
  summary: 'run the service',
  help: `Usage: filedrop serve

Runs the service until Ctrl-C or SIGTERM. Its settings are environment variables, or in a file .env
in the working directory: HOST, PORT, DATA_DIR and the others of docs/configuration.md. \`npm start\`
is the same after a build.

Options:
  -h, --help  this text

${exitHelp({
  done: 'it was told to stop',
  usage: '',
  corrupt: '',
  unavailable: 'the database or the bucket cannot be reached',
  io: '',
  inUse: 'another process is using the directory or the port, or HOST is not of this machine',
  config: '',
})}`,
  async run(args) {
    parseCommand(args, { options: {} })
    process.setSourceMapsEnabled(true)
    // From here on the process is the server: it ends itself, with a code of its own.
    await import('../main.js')
    return exitCodes.done
  },
}
