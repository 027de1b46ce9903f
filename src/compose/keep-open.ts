interface Closable {
  close(): Promise<void>
}

/** Remembers what has to be closed, and gives it back. */
export type Keep = <T extends Closable>(part: T) => T

/** Collects what is opened one after the other, to be closed the other way round. */
export function keepOpen(): { readonly keep: Keep; readonly close: () => Promise<void> } {
  const opened: Closable[] = []
  return {
    keep: (part) => {
      opened.push(part)
      return part
    },
    close: async () => {
      for (const part of opened.splice(0).reverse()) await part.close()
    },
  }
}
