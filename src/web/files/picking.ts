import type { FileInfo } from '../../client/client.js'
import { byId } from '../by-id.js'
import type { FileTable } from './file-table.js'
import { Selection } from './selection.js'
import { selectionBar } from './selection-bar.js'

interface PickingOptions {
  readonly table: FileTable
  download(files: readonly FileInfo[]): void
  copyLinks(files: readonly FileInfo[]): void
  delete(files: readonly FileInfo[]): void
}

/** The boxes beside the files, the one above them, and the bar for those that are picked. */
export class Picking {
  readonly selection = new Selection(() => this.show())
  readonly #all = byId<HTMLInputElement>('pick-all')
  readonly #showPicked: (files: readonly FileInfo[]) => void

  constructor(private readonly options: PickingOptions) {
    const { selection } = this
    this.#showPicked = selectionBar(byId('selection'), {
      download: () => options.download(selection.files),
      copyLinks: () => options.copyLinks(selection.files),
      delete: () => this.deletePicked(),
      clear: () => {
        selection.clear()
        this.#all.focus({ preventScroll: true })
      },
    })
    this.#all.addEventListener('change', () =>
      selection.set(options.table.files, this.#all.checked)
    )
  }

  pick(file: FileInfo, chosen: boolean, extend: boolean): void {
    if (extend) this.selection.extend(file, this.options.table.files, chosen)
    else this.selection.set([file], chosen)
  }

  deletePicked(): void {
    const { files } = this.selection
    // The button that was pressed will no longer be there.
    if (byId('selection').contains(document.activeElement)) this.#all.focus({ preventScroll: true })
    this.selection.clear()
    this.options.delete(files)
  }

  show(): void {
    const { table } = this.options
    const picked = table.files.filter((file) => this.selection.has(file)).length
    table.markPicked((file) => this.selection.has(file))
    this.#all.checked = picked > 0 && picked === table.files.length
    this.#all.indeterminate = picked > 0 && picked < table.files.length
    this.#showPicked(this.selection.files)
  }
}
