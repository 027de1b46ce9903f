import type { Command } from './command.js'
import { exitCodes } from './exit-codes.js'
import { processTerminal } from './process-terminal.js'
import { UsageError } from './usage-error.js'

interface Program {
  /** How it is called, up to the name of a command. */
  readonly name: string
  readonly commands: Readonly<Record<string, Command>>
  /** What follows the list of commands. */
  readonly footer: string
  /** Says on standard error what failed and gives the exit code; throws what it knows nothing of. */
  explain(error: unknown): number
}

/** Carries out the command that `args` name and gives the exit code. */
export async function runCommand(program: Program, args: readonly string[]): Promise<number> {
  if (args[0] === 'help') return runCommand(program, [...args.slice(1, 2), '--help'])
  const [name = '', ...rest] = args
  const { commands } = program
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined
  const end = rest.indexOf('--')
  const words = end < 0 ? args : args.slice(0, end + 1)
  const asksForHelp = command?.help !== '' && words.some((arg) => arg === '-h' || arg === '--help')
  if (asksForHelp || args.length === 0) {
    process.stdout.write(command?.help ?? overview(program))
    return asksForHelp ? exitCodes.done : exitCodes.usage
  }
  const terminal = processTerminal()
  try {
    if (!command) throw new UsageError(`There is no command "${name}"`)
    return await command.run(rest, terminal)
  } catch (error) {
    terminal.close()
    if (!isUsageError(error)) return program.explain(error)
    const more = `${program.name} ${command ? `${name} ` : ''}--help`
    console.error(`${error.message}. \`${more}\` tells more.`)
    return exitCodes.usage
  } finally {
    terminal.close()
  }
}

const overview = ({ name, commands, footer }: Program): string => `Usage: ${name} COMMAND [OPTIONS]

Commands:
${Object.entries(commands)
  .map(([command, { summary }]) => `  ${command.padEnd(15)}${summary}`)
  .join('\n')}

\`${name} COMMAND --help\` tells more. ${footer}
`

const isUsageError = (error: unknown): error is Error =>
  error instanceof UsageError ||
  (error instanceof Error && 'code' in error && `${error.code}`.startsWith('ERR_PARSE_ARGS'))
