import type { FileInfo } from '../../client/client.js'

/** The tag of the state of a file that a list showed, for `ifMatch`: what somebody decided on is what is changed. */
export function etagOf({ sha256, revision }: Pick<FileInfo, 'sha256' | 'revision'>): string {
  const bytes = sha256.match(/../g)?.map((pair) => Number.parseInt(pair, 16)) ?? []
  const base64 = btoa(String.fromCharCode(...bytes))
  const base64url = base64.replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '')
  return `"${base64url}.${revision}"`
}
