import { UsageError } from '../terminal/usage-error.js'

export const isHeaderValue = (text: string): boolean => /^[\x20-\x7e]+$/.test(text)

/** Throws `UsageError` for the value of an option that no header can hold; an empty one would say nothing there. */
export function requireHeaderValue(option: string, value: string | undefined): void {
  if (value === undefined || isHeaderValue(value)) return
  throw new UsageError(`${option} takes ASCII characters in one line, not ${JSON.stringify(value)}`)
}
