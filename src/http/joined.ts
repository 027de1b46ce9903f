/** Chunks in one piece; a single one, as most bodies are, is not copied for it. */
export function joined(chunks: readonly Buffer[]): Buffer {
  const [only] = chunks
  return only !== undefined && chunks.length === 1 ? only : Buffer.concat(chunks)
}
