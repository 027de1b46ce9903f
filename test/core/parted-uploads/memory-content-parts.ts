import { FileError } from '../../../src/core/errors.js'
import type { ContentParts, NewPart, PartedContent } from '../../../src/core/ports/content-parts.js'
import type { StoredPart } from '../../../src/core/ports/upload-ledger.js'
import { MemoryContentStore } from '../memory-content-store.js'

/** Contents in memory, put together from parts of 1,000 bytes. */
export class MemoryContentParts implements ContentParts {
  readonly contents = new MemoryContentStore()
  /** By series and number. */
  readonly #parts = new Map<string, Buffer>()
  readonly #tails = new Map<string, Buffer>()
  #made = 0

  /** What lies under the key, the content aside. */
  leftOf(key: string): string[] {
    const names = [...this.#parts.keys(), ...this.#tails.keys()]
    return names.filter((name) => name.startsWith(`${key} `))
  }

  partSize(): number {
    return 1000
  }

  async begin(key: string): Promise<string> {
    const series = `${key} ${++this.#made}`
    this.#parts.set(series, Buffer.alloc(0))
    return series
  }

  async store(_key: string, { series, number, bytes }: NewPart): Promise<StoredPart> {
    const name = `${series} ${number}`
    if (this.#parts.has(name)) throw new Error(`${name} was used before`)
    this.#parts.set(name, Buffer.from(bytes))
    return { number, tag: `tag ${number}` }
  }

  async storeTail(key: string, name: string, bytes: Uint8Array): Promise<void> {
    this.#tails.set(`${key} ${name}`, Buffer.from(bytes))
  }

  async readTail(key: string, name: string, size: number): Promise<Uint8Array> {
    const bytes = this.#tails.get(`${key} ${name}`)
    if (bytes?.length !== size) throw new FileError('CONTENT_MISSING')
    return bytes
  }

  async removeTail(key: string, name: string): Promise<void> {
    this.#tails.delete(`${key} ${name}`)
  }

  async assemble(key: string, { size, series, parts }: PartedContent): Promise<void> {
    const { contents } = this.contents
    if (contents.get(key)?.length === size) return
    const stored = parts.map(({ number }) => this.#parts.get(`${series} ${number}`))
    const bytes = Buffer.concat(stored.filter((part) => part !== undefined))
    if (bytes.length !== size) throw new FileError('CONTENT_MISSING')
    contents.set(key, bytes)
    for (const name of this.leftOf(key)) {
      if (series !== undefined && name.startsWith(series)) this.#parts.delete(name)
    }
  }

  async tidy(key: string): Promise<void> {
    for (const name of this.leftOf(key)) {
      this.#parts.delete(name)
      this.#tails.delete(name)
    }
  }
}
