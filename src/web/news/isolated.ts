/** A name as it may stand in a sentence: whatever direction it has, the words around it keep theirs. */
export const isolated = (name: string): string => `\u2068${name}\u2069`
