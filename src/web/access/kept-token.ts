const key = 'filedrop.token'

/** The two places of a browser that matter here, for tests. */
interface Stores {
  readonly session: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>
  readonly local: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>
}

/** The token of this person: as long as the tab is open, or for as long as the browser remembers. */
export class KeptToken {
  constructor(private readonly stores: Stores) {}

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
