import type { IncomingMessage } from 'node:http'

/** How often a field was sent, by its name in lower case. Node gives only the first of those that may come once. */
export function countFields({ rawHeaders }: IncomingMessage, name: string): number {
  let count = 0
  for (let i = 0; i < rawHeaders.length; i += 2) {
    const sent = rawHeaders[i] as string
    if (sent.length === name.length && sent.toLowerCase() === name) count++
  }
  return count
}
