import { FileError } from './errors.js'

const maxBytes = 255

// Zero-width joiners and marks are left alone: Persian, Indic scripts and emoji need them.
const forbidden =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is refused
  /[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069\ufffd]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/

const windowsDevice = /^(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\.|$)/i

/**
 * The display name for a name as it was sent: its last path segment (both separators count) in NFC.
 *
 * Throws `INVALID_NAME` for control characters, lone surrogates, U+FFFD and bidirectional overrides anywhere in it,
 * and when nothing, only blanks, `.`, `..` or more than 255 bytes of UTF-8 remain.
 */
export function displayName(sent: string): string {
  if (forbidden.test(sent)) {
    throw new FileError('INVALID_NAME', {
      detail: 'The file name contains a control character, a bidirectional override or broken text',
    })
  }
  const name = sent.slice(Math.max(sent.lastIndexOf('/'), sent.lastIndexOf('\\')) + 1).normalize()
  if (name.trim() === '' || name === '.' || name === '..') {
    throw new FileError('INVALID_NAME', { detail: 'The file name is empty' })
  }
  if (Buffer.byteLength(name) > maxBytes) {
    throw new FileError('INVALID_NAME', { detail: `The file name exceeds ${maxBytes} bytes` })
  }
  return name
}

/**
 * The name under which a file may answer at a guessable address, made of the whole name as it was sent: for ASCII
 * names what Werkzeug's `secure_filename` gives, while letters, marks and digits of every script stay.
 */
export function safeName(sent: string): string {
  const joined = sent.normalize().replace(/[/\\]/g, ' ').trim().replace(/\s+/g, '_')
  // Dropping what stands between two characters may let them compose.
  const kept = joined.replace(/[^\w.\-\p{L}\p{M}\p{N}]/gu, '').normalize()
  const name = cut(strip(kept), maxBytes)
  if (!windowsDevice.test(name)) return name === '' ? 'file' : name
  // Shortened once more where the `_` would not fit, by which it may stop being a device.
  const shorter = cut(name, maxBytes - 1)
  return windowsDevice.test(shorter) ? `_${shorter}` : shorter
}

const isEdge = (character: string | undefined): boolean => character === '.' || character === '_'

/** Without `.` and `_` at both ends. Not a pattern: that takes quadratic time where many stand in the middle. */
function strip(name: string): string {
  let start = 0
  let end = name.length
  while (start < end && isEdge(name[start])) start++
  while (start < end && isEdge(name[end - 1])) end--
  return name.slice(start, end)
}

/** Shortened to so many bytes in front of its extension, where that leaves room for anything else. */
function cut(name: string, most: number): string {
  if (Buffer.byteLength(name) <= most) return name
  const dot = name.lastIndexOf('.')
  const stem = dot < 0 ? name : name.slice(0, dot)
  const extension = name.slice(stem.length)
  const room = most - Buffer.byteLength(extension)
  return strip(room > 0 ? `${strip(prefix(stem, room))}${extension}` : prefix(name, most))
}

/** The longest beginning of whole characters within so many bytes. */
function prefix(text: string, bytes: number): string {
  let length = 0
  let end = 0
  for (const character of text) {
    length += Buffer.byteLength(character)
    if (length > bytes) break
    end += character.length
  }
  return text.slice(0, end)
}
