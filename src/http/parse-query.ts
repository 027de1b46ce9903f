/**
 * The members of a query. Bytes that are not UTF-8 become U+FFFD, which no name may contain, instead of standing as
 * the escapes they came in; a member given twice is a list, which no schema accepts.
 */
export function parseQuery(text: string): Record<string, string | string[]> {
  const members: Record<string, string | string[]> = Object.create(null)
  for (const [name, value] of new URLSearchParams(text)) {
    const before = members[name]
    if (before === undefined) members[name] = value
    // Into the same list: a copy for each would take seconds for what fits into one request line.
    else if (Array.isArray(before)) before.push(value)
    else members[name] = [before, value]
  }
  return members
}
