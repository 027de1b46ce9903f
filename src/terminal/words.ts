const units = ['KiB', 'MiB', 'GiB', 'TiB', 'PiB']

/** Bytes as people read them. */
export function bytesInWords(bytes: number): string {
  let rest = bytes
  let unit = 'B'
  for (const next of units) {
    if (rest < 1024) break
    rest /= 1024
    unit = next
  }
  return `${unit === 'B' ? rest : rest.toFixed(1)} ${unit}`
}

/** `1 file`, `2 files`. */
export const counted = (count: number, noun: string): string =>
  `${count} ${noun}${count === 1 ? '' : 's'}`

/** A text as it may stand on a screen: nothing in it can move the cursor or hide what follows. */
export function onScreen(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not reach a screen
  return /[\u0000-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufffd]/.test(text)
    ? jsonOnScreen(text)
    : text
}

/** A value as JSON that may stand on a screen and means the same. */
export const jsonOnScreen = (value: unknown): string =>
  JSON.stringify(value).replace(
    /[\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
  )

export const timeInWords = (milliseconds: number): string => new Date(milliseconds).toISOString()
