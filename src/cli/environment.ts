import { CliError } from './cli-error.js'
import { isHeaderValue } from './header-value.js'

interface Environment {
  /** Address of the service, without a slash at its end. */
  readonly url: string
  readonly token: string | undefined
}

/** `FILEDROP_URL` and `FILEDROP_TOKEN`. Throws `CliError`. */
export function readEnvironment(): Environment {
  const { FILEDROP_URL = '', FILEDROP_TOKEN = '' } = process.env
  const text = FILEDROP_URL.trim() || 'http://127.0.0.1:8080'
  if (!isServiceUrl(text)) {
    throw new CliError('FILEDROP_URL: an http or https address expected', 'config')
  }
  const token = FILEDROP_TOKEN.trim() || undefined
  if (token !== undefined && !isHeaderValue(token)) {
    throw new CliError('FILEDROP_TOKEN: characters of ASCII in one line expected', 'config')
  }
  return { url: text.replace(/\/+$/, ''), token }
}

function isServiceUrl(text: string): boolean {
  if (!URL.canParse(text)) return false
  const { protocol, search, hash, username, password } = new URL(text)
  return /^https?:$/.test(protocol) && search + hash + username + password === ''
}
