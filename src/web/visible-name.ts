/** A name that nobody vouches for yet: what hides in it or turns it round is shown for what it is. */
export const visibleName = (name: string): string =>
  name.replace(
    /[\p{Cc}\p{Cs}\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu,
    (character) =>
      `[U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}]`
  )
