/** The text in bytes that may end within a character: by their byte order mark, by the charset of their type, or as UTF-8. */
export function textOf(bytes: Uint8Array, type: string): string {
  const charset = markOf(bytes) ?? /charset="?([^";\s]+)/i.exec(type)?.[1] ?? 'utf-8'
  return decoded(bytes, charset) ?? decoded(bytes, 'utf-8') ?? ''
}

/** Nothing where no browser knows the charset. */
function decoded(bytes: Uint8Array, charset: string): string | undefined {
  try {
    return new TextDecoder(charset).decode(bytes, { stream: true })
  } catch {
    return undefined
  }
}

function markOf([first, second]: Uint8Array): string | undefined {
  if (first === 0xff && second === 0xfe) return 'utf-16le'
  return first === 0xfe && second === 0xff ? 'utf-16be' : undefined
}
