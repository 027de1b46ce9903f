import type { FileInfo } from '../../client/client.js'

/** The files that were picked for what is done to several at once, also across pages. */
export class Selection {
  readonly #files = new Map<string, FileInfo>()
  #anchor: string | undefined

  constructor(private readonly onChange: () => void) {}

  get files(): readonly FileInfo[] {
    return [...this.#files.values()]
  }

  has({ file_id }: FileInfo): boolean {
    return this.#files.has(file_id)
  }

  set(files: readonly FileInfo[], chosen: boolean): void {
    for (const file of files) {
      if (chosen) this.#files.set(file.file_id, file)
      else this.#files.delete(file.file_id)
    }
    this.#anchor = files.at(-1)?.file_id
    this.onChange()
  }

  /** Makes everything from the file that was picked last to this one as this one is to be. */
  extend(to: FileInfo, shown: readonly FileInfo[], chosen: boolean): void {
    const end = shown.findIndex(({ file_id }) => file_id === to.file_id)
    const anchor = shown.findIndex(({ file_id }) => file_id === this.#anchor)
    const start = anchor < 0 ? end : anchor
    this.set(shown.slice(Math.min(start, end), Math.max(start, end) + 1), chosen)
    this.#anchor = to.file_id
  }

  /** Takes over what has changed about files that are picked. */
  update(files: readonly FileInfo[]): void {
    for (const file of files) if (this.has(file)) this.#files.set(file.file_id, file)
  }

  /** Forgets files that are no longer there. */
  drop(ids: Iterable<string>): void {
    let dropped = false
    for (const id of ids) dropped = this.#files.delete(id) || dropped
    if (dropped) this.onChange()
  }

  clear(): void {
    this.set(this.files, false)
  }
}
