import { type ParseArgsConfig, parseArgs } from 'node:util'
import { UsageError } from './usage-error.js'

type Options = NonNullable<ParseArgsConfig['options']>

interface Expected<O> {
  readonly options: O
  /** What the positional arguments are, for the message when there are too few or too many. */
  readonly operands?: { readonly name: string; readonly least: number; readonly most: number }
}

interface Parsed<O extends Options> {
  readonly values: ReturnType<typeof parseArgs<{ allowPositionals: true; options: O }>>['values']
  readonly operands: readonly string[]
}

/** Options and operands of a command. Throws `UsageError`, or what `parseArgs` throws. */
export function parseCommand<const O extends Options>(
  args: readonly string[],
  { options, operands = { name: '', least: 0, most: 0 } }: Expected<O>
): Parsed<O> {
  const { values, positionals } = parseArgs({ args: [...args], allowPositionals: true, options })
  const { name, least, most } = operands
  if (positionals.length < least) throw new UsageError(`${name} is needed`)
  if (positionals.length > most) {
    throw new UsageError(`There is no use for "${positionals[most]}"`)
  }
  return { values, operands: positionals }
}
