/** The text in bytes that may end within a character: by their byte order mark, by the charset of their type, or as UTF-8. */
export function textOf(bytes: Uint8Array, type: string): string {
  const charset = markOf(bytes) ?? /charset="?([^";\s]+)/i.exec(type)?.[1] ?? 'utf-8'
  return decoderFor(charset).decode(bytes, { stream: true })
}

function markOf([first, second]: Uint8Array): string | undefined {
  if (first === 0xff && second === 0xfe) return 'utf-16le'
  return first === 0xfe && second === 0xff ? 'utf-16be' : undefined
}

function decoderFor(charset: string): TextDecoder {
  try {
    return new TextDecoder(charset)
  } catch {
    return new TextDecoder()
  }
}
