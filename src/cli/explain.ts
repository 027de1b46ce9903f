import { ConnectionError, FiledropError } from '../client/client.js'
import { exitCodes } from '../terminal/exit-codes.js'
import { onScreen } from '../terminal/words.js'
import { CliError } from './cli-error.js'

/** Says on standard error what failed and gives the exit code; throws what it knows nothing of. */
export function explain(error: unknown): number {
  const [message, reason] = inWords(error)
  console.error(onScreen(message))
  return exitCodes[reason]
}

function inWords(error: unknown): [message: string, reason: keyof typeof exitCodes] {
  if (error instanceof CliError) return [error.message, error.reason]
  if (error instanceof FiledropError) {
    const request = error.requestId === undefined ? '' : ` (request ${error.requestId})`
    return [`${error.message}: ${error.code}${request}`, reasonOf(error)]
  }
  if (error instanceof ConnectionError) {
    return [`${error.message}: ${innermost(error)}`, 'unavailable']
  }
  if (error instanceof Error && 'syscall' in error) return [error.message, 'io']
  throw error
}

function reasonOf({ code, status }: FiledropError): keyof typeof exitCodes {
  if (code === 'UNEXPECTED_ANSWER') return 'protocol'
  if (status === 401 || status === 403) return 'noPermission'
  if (status === 404) return 'noInput'
  return status >= 500 ? 'unavailable' : 'problems'
}

/** What the system said, below what `fetch` made of it. */
function innermost(error: Error): string {
  if (error.cause instanceof Error) return innermost(error.cause)
  // The failure to reach any of several addresses has a code alone.
  return error.message || ('code' in error ? String(error.code) : error.name)
}
