const key = 'filedrop.token'

/** What a storage of the browser can do, as far as it matters here. */
interface Store {
  getItem(key: string): string | null
  setItem(key: string, value: string): void
  removeItem(key: string): void
}

/** The token of this person: as long as the tab is open, or for as long as the browser remembers. */
export class KeptToken {
  constructor(private readonly stores: { readonly session: Store; readonly local: Store }) {}

  get value(): string | undefined {
    return this.stores.session.getItem(key) ?? this.stores.local.getItem(key) ?? undefined
  }

  keep(token: string, { remember }: { readonly remember: boolean }): void {
    this.forget()
    const store = remember ? this.stores.local : this.stores.session
    store.setItem(key, token)
  }

  forget(): void {
    this.stores.session.removeItem(key)
    this.stores.local.removeItem(key)
  }
}
