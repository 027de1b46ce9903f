import { explainFailure } from '../compose.js'
import { ConfigError } from '../config.js'
import { backup } from './backup.js'
import type { Command } from './command.js'
import { exitCodes } from './exit-codes.js'
import { exportRecords } from './export.js'
import { importFiles } from './import.js'
import { repair } from './repair.js'
import { restore } from './restore.js'
import { stats } from './stats.js'
import { processTerminal } from './terminal.js'
import { token } from './token.js'
import { UsageError } from './usage-error.js'
import { verify } from './verify.js'

const commands: Readonly<Record<string, Command>> = {
  verify,
  repair,
  backup,
  restore,
  import: importFiles,
  stats,
  export: exportRecords,
  token,
}

const help = `Usage: filedrop admin COMMAND [OPTIONS]

Commands:
${Object.entries(commands)
  .map(([name, { summary }]) => `  ${name.padEnd(10)}${summary}`)
  .join('\n')}

\`filedrop admin COMMAND --help\` tells more. The data directory is that of DATA_DIR, as for the server.
`

/** Carries out the command that `args` name and gives the exit code. */
export async function runAdmin(args: readonly string[]): Promise<number> {
  const [name = '', ...rest] = args
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined
  const end = rest.indexOf('--')
  const words = end < 0 ? args : args.slice(0, end + 1)
  const asksForHelp = words.some((arg) => arg === '-h' || arg === '--help')
  if (asksForHelp || args.length === 0) {
    process.stdout.write(command?.help ?? help)
    return asksForHelp ? exitCodes.done : exitCodes.usage
  }
  const terminal = processTerminal()
  try {
    if (!command) throw new UsageError(`There is no command "${name}"`)
    return await command.run(rest, terminal)
  } catch (error) {
    terminal.close()
    if (isUsageError(error)) {
      const more = `filedrop admin ${command ? `${name} ` : ''}--help`
      console.error(`${error.message}. \`${more}\` tells more.`)
      return exitCodes.usage
    }
    return explained(error)
  } finally {
    terminal.close()
  }
}

function explained(error: unknown): number {
  if (error instanceof ConfigError) {
    for (const mistake of error.mistakes) console.error(mistake)
    return exitCodes.config
  }
  const failure = explainFailure(error)
  if (failure === undefined) throw error
  console.error(failure.message)
  return failure.exitCode
}

const isUsageError = (error: unknown): error is Error =>
  error instanceof UsageError ||
  (error instanceof Error && 'code' in error && `${error.code}`.startsWith('ERR_PARSE_ARGS'))
