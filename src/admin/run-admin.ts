import type { Command } from './command.js'
import { token } from './token.js'
import { UsageError } from './usage-error.js'

/** EX_USAGE of sysexits.h. */
const usageExit = 64

const commands: Readonly<Record<string, Command>> = { token }

const help = `Usage: filedrop admin COMMAND [OPTIONS]

Commands:
${Object.entries(commands)
  .map(([name, { summary }]) => `  ${name.padEnd(10)}${summary}`)
  .join('\n')}

\`filedrop admin COMMAND --help\` tells more.
`

/** Carries out the command that `args` name and gives the exit code. */
export async function runAdmin(args: readonly string[]): Promise<number> {
  const [name = '', ...rest] = args
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined
  const asksForHelp = args.some((arg) => arg === '-h' || arg === '--help')
  if (asksForHelp || args.length === 0) {
    process.stdout.write(command?.help ?? help)
    return asksForHelp ? 0 : usageExit
  }
  try {
    if (!command) throw new UsageError(`There is no command "${name}"`)
    await command.run(rest, (text) => console.log(text))
    return 0
  } catch (error) {
    if (!isUsageError(error)) throw error
    console.error(
      `${error.message}. \`filedrop admin ${command ? `${name} ` : ''}--help\` tells more.`
    )
    return usageExit
  }
}

const isUsageError = (error: unknown): error is Error =>
  error instanceof UsageError ||
  (error instanceof Error && 'code' in error && `${error.code}`.startsWith('ERR_PARSE_ARGS'))
