const partCount = 256

/**
 * A map in parts. A `Map` that outgrows its table moves all entries at once, which at a million of them holds the
 * event loop for a tenth of a second, and it ends at 16.7 million; parts grow one by one.
 */
export class SplitMap<V> {
  private readonly parts = Array.from({ length: partCount }, () => new Map<string, V>())
  private entries = 0

  get size(): number {
    return this.entries
  }

  get(key: string): V | undefined {
    return this.part(key).get(key)
  }

  set(key: string, value: V): void {
    const part = this.part(key)
    const before = part.size
    part.set(key, value)
    this.entries += part.size - before
  }

  delete(key: string): void {
    if (this.part(key).delete(key)) this.entries--
  }

  private part(key: string): Map<string, V> {
    let hash = key.length
    for (let i = 0; i < key.length; i++) hash = (Math.imul(hash, 31) + key.charCodeAt(i)) | 0
    return this.parts[(hash ^ (hash >>> 16)) & (partCount - 1)] as Map<string, V>
  }
}
