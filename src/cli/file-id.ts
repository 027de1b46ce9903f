import { UsageError } from '../terminal/usage-error.js'
import { readEnvironment } from './environment.js'

/** The part of a help text that says what an ID may be. */
export const idHelp = 'ID is that of a file, or a link to the file at this service.'

/** The id that an operand is, or that the link in it names. Throws `UsageError`, and `CliError` for the environment. */
export function fileId(operand: string): string {
  // No id has a slash.
  if (!operand.includes('/')) return operand
  const { url } = readEnvironment()
  const link = URL.canParse(operand, url) ? new URL(operand, url) : undefined
  const place = new URL(`${url}/`)
  if (link?.origin !== place.origin || !link.pathname.startsWith(place.pathname)) {
    throw new UsageError(`${JSON.stringify(operand)} is no link to a file at FILEDROP_URL (${url})`)
  }
  const path = link.pathname.slice(place.pathname.length)
  const [, id] =
    /^(?:files?\/(?:download|metadata)|files)\/([\w-]+)(?:\/(?:metadata|content)?)?$/.exec(path) ??
    []
  if (id === undefined) throw new UsageError(`${JSON.stringify(operand)} does not hold an id`)
  return id
}
