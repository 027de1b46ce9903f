/**
 * A URL whose path every router can decode: where its escapes are broken, their `%` stands for itself. Such a path
 * then reaches the route it is for, names nothing there, and is answered like every other name of nothing.
 */
export function decodableUrl(url: string): string {
  const end = url.indexOf('?')
  const path = end < 0 ? url : url.slice(0, end)
  if (!path.includes('%') || isDecodable(path)) return url
  return path.replaceAll('%', '%25') + url.slice(path.length)
}

function isDecodable(path: string): boolean {
  try {
    decodeURIComponent(path)
    return true
  } catch {
    return false
  }
}
