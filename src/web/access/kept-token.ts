const key = 'filedrop.token'

/** What a storage of the browser can do, as far as it matters here. */
interface Store {
  getItem(key: string): string | null
  setItem(key: string, value: string): void
  removeItem(key: string): void
}

/** The token of this person: as long as the tab is open, or for as long as the browser remembers. */
export class KeptToken {
  readonly #listeners: (() => void)[] = []

  constructor(private readonly stores: { readonly session: Store; readonly local: Store }) {}

  get value(): string | undefined {
    return this.stores.session.getItem(key) ?? this.stores.local.getItem(key) ?? undefined
  }

  /** Tells whenever another token is kept, or none any more. */
  listen(listener: () => void): void {
    this.#listeners.push(listener)
  }

  keep(token: string, { remember }: { readonly remember: boolean }): void {
    this.#remove()
    const store = remember ? this.stores.local : this.stores.session
    store.setItem(key, token)
    this.#tell()
  }

  forget(): void {
    this.#remove()
    this.#tell()
  }

  #remove(): void {
    this.stores.session.removeItem(key)
    this.stores.local.removeItem(key)
  }

  #tell(): void {
    for (const listener of this.#listeners) listener()
  }
}
