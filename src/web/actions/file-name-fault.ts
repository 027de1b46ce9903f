const maxBytes = 255

/** Why a file cannot have this name; undefined where it can. The service has the last word. */
export function fileNameFault(name: string): string | undefined {
  if (name.trim() === '') return 'A file needs a name.'
  // The service would take what stands behind it for the name, as it does with paths.
  if (/[/\\]/.test(name)) return 'A name cannot contain / or \\.'
  if (name === '.' || name === '..') return 'This name stands for a folder.'
  if (new TextEncoder().encode(name.normalize('NFC')).length > maxBytes) {
    return `The name is too long: ${maxBytes} bytes of UTF-8 is the limit.`
  }
  return undefined
}
