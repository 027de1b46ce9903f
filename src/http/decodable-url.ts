const absolute = /^https?:\/\/([^/?#]*)/i

/**
 * A URL whose path every router can read. That of an absolute target is what stands behind its authority (RFC 9112
 * section 3.2.2), well-formed or not: nobody is asked for a name there. In a segment with broken escapes every `%`
 * stands for itself. Such a path then reaches the route it is for, names nothing there, and is answered like every other
 * name of nothing.
 */
export function decodableUrl(target: string): string {
  const url = behindAuthority(target)
  const end = url.indexOf('?')
  const path = end < 0 ? url : url.slice(0, end)
  if (!path.includes('%') || isDecodable(path)) return url
  const segments = path.split('/').map((s) => (isDecodable(s) ? s : s.replaceAll('%', '%25')))
  return segments.join('/') + url.slice(path.length)
}

/** Whom a target in absolute form is for; undefined in every other form. */
export const authorityOf = (target: string): string | undefined => absolute.exec(target)?.[1]

function behindAuthority(target: string): string {
  const [start] = absolute.exec(target) ?? []
  if (start === undefined) return target
  const rest = target.slice(start.length)
  return rest.startsWith('/') ? rest : `/${rest}`
}

function isDecodable(path: string): boolean {
  try {
    decodeURIComponent(path)
    return true
  } catch {
    return false
  }
}
