/** The chunks of a content that is in memory already. */
export async function* onlyChunk(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  if (bytes.length > 0) yield bytes
}
