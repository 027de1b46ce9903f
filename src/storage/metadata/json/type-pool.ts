const mostDistinct = 4096

/** Keeps one string per media type, since a million records share a few dozen of them. */
export class TypePool {
  private readonly known = new Map<string, string>()

  intern(type: string): string {
    const shared = this.known.get(type)
    if (shared !== undefined) return shared
    if (this.known.size < mostDistinct) this.known.set(type, type)
    return type
  }
}
