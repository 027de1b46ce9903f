/** A table whose columns are text where the head begins with a blank, and figures elsewhere. */
export function markdown(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  const rule = head.map((name) => (name.startsWith(' ') ? '---' : '---:'))
  return [line(head.map((name) => name.trim())), `|${rule.join('|')}|`, ...rows.map(line)].join(
    '\n'
  )
}
