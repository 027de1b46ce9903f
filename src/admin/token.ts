import { createHash, randomBytes } from 'node:crypto'
import { parseArgs } from 'node:util'
import { type Scope, scopes } from '../../schemas/access.js'
import type { Command } from '../terminal/command.js'
import { exitCodes, exitHelp } from '../terminal/exit-codes.js'
import { UsageError } from '../terminal/usage-error.js'

/** Makes a token, shows it this once, and gives the entry of `API_TOKENS` that lets it in. */
export const token: Command = {
  summary: 'make a token and its entry for API_TOKENS',
  help: `Usage: filedrop admin token NAME [--scopes SCOPES] [--json]

Makes a token. The secret is shown this once: only its SHA-256 goes into API_TOKENS, and the
service never holds anything else. NAME stands in the log beside what its owner does.

Options:
  --scopes SCOPES  what it is good for, with commas between; all, if not given:
                   upload  make new files
                   read    download a file, and read its metadata
                   list    list all files
                   manage  replace, rename and delete files
                   none    nothing but documents and metrics
  --json           one JSON object: name, scopes, token, entry
  -h, --help       this text

${exitHelp({ done: '', usage: '' })}`,
  async run(args, { print }) {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { scopes: { type: 'string', default: scopes.join() }, json: { type: 'boolean' } },
    })
    const [name, ...more] = positionals
    if (name === undefined || more.length > 0) throw new UsageError('One NAME is needed')
    if (!/^[\w.-]{1,64}$/.test(name)) {
      throw new UsageError('NAME has 1 to 64 letters, digits, dots, dashes and underscores')
    }
    const granted = parseScopes(values.scopes)
    // The prefix lets scanners of secrets know it when they see it.
    const secret = `fd_${randomBytes(32).toString('base64url')}`
    const digest = createHash('sha256').update(secret).digest('hex')
    const entry = `${name}:${granted.join()}:${digest}`
    await print(
      values.json
        ? JSON.stringify({ name, scopes: granted, token: secret, entry })
        : `Token, shown this once:\n  ${secret}\nEntry for API_TOKENS:\n  ${entry}`
    )
    return exitCodes.done
  },
}

function parseScopes(text: string): Scope[] {
  if (text === 'none') return []
  const names = text.split(',').map((part) => part.trim())
  const unknown = names.find((name) => !(scopes as readonly string[]).includes(name))
  if (unknown !== undefined) {
    throw new UsageError(`There is no scope "${unknown}"; there are ${scopes.join(', ')} and none`)
  }
  return scopes.filter((scope) => names.includes(scope))
}
