/**
 * The name of a file as that of one here: in the directory it is put into, not hidden, and nothing that a screen or a
 * system takes for something else. The name comes from whoever uploaded the file.
 */
export function safeFileName(name: string): string {
  const last = name.split(/[/\\]/).at(-1) ?? ''
  const safe = last
    // biome-ignore lint/suspicious/noControlCharactersInRegex: no name of a file has any use for these
    .replace(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069<>:"|?*]/g, '_')
    .replace(/^[.\s-]+|[.\s]+$/g, '_')
    .replace(/^(con|prn|aux|nul|com\d|lpt\d)(?=\.|$)/i, '_$1')
  return safe || '_'
}
