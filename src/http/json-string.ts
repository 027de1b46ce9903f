/** Text in which JSON escapes nothing: no quote, backslash, control character or surrogate. */
const plain = /^[ !#-[\]-\ud7ff]*$/

/** What `JSON.stringify` gives for a string, without a call into it for most of them. */
export const jsonString = (text: string): string =>
  plain.test(text) ? `"${text}"` : JSON.stringify(text)
