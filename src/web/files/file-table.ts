import type { FileInfo } from '../../client/client.js'
import { FileRow, type RowActions } from './file-row.js'
import { keepingPlace } from './keeping-place.js'

/** The rows of the table of index.html. */
export class FileTable {
  readonly #rows = new Map<string, FileRow>()

  constructor(
    private readonly body: HTMLTableSectionElement,
    private readonly actions: RowActions
  ) {}

  get files(): readonly FileInfo[] {
    return this.rows.map(({ file }) => file)
  }

  /** From top to bottom. */
  get rows(): readonly FileRow[] {
    return [...this.#rows.values()]
  }

  /** Which row has the focus somewhere within; -1 where none has. */
  get focusedAt(): number {
    return this.rows.findIndex(({ element }) => element.contains(document.activeElement))
  }

  /** Shows these files and no others. */
  show(files: readonly FileInfo[]): void {
    const known = new Map(this.#rows)
    const shown = files.map((file) => {
      const row = known.get(file.file_id) ?? new FileRow(file, this.actions)
      known.delete(file.file_id)
      row.update(file)
      return row
    })
    const { focusedAt } = this
    const losesFocus = known.has(this.rows[focusedAt]?.file.file_id ?? '')
    keepingPlace(this.body, () => {
      for (const row of known.values()) row.element.remove()
      for (const [at, { element }] of shown.entries()) {
        // What stands where it belongs is not moved: moving it would take the focus away.
        const there = this.body.children[at]
        if (there !== element) this.body.insertBefore(element, there ?? null)
      }
    })
    this.#rows.clear()
    for (const row of shown) this.#rows.set(row.file.file_id, row)
    if (losesFocus) shown[Math.min(focusedAt, shown.length - 1)]?.focus()
  }

  /** Draws a look to files that were not there before. */
  flash(files: readonly FileInfo[]): void {
    for (const { file_id } of files) this.#rows.get(file_id)?.element.classList.add('fresh')
  }

  markPicked(isPicked: (file: FileInfo) => boolean): void {
    for (const row of this.rows) row.picked = isPicked(row.file)
  }
}
