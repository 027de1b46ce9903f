import type { Answer } from './answer.js'

/** The name that a client reads out of a download: `filename*` first (RFC 6266 section 4.3). */
export function downloadName(answer: Answer): string | undefined {
  const disposition = answer.get('content-disposition') ?? ''
  const extended = /filename\*=UTF-8''([^;]+)/.exec(disposition)?.[1]
  if (extended !== undefined) return decodeURIComponent(extended)
  const quoted = /filename="((?:[^"\\]|\\.)*)"/.exec(disposition)?.[1]
  if (quoted !== undefined) return quoted.replace(/\\(.)/g, '$1')
  return /filename=([^;]+)/.exec(disposition)?.[1]
}
