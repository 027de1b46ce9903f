import { FiledropError, type FileInfo } from '../../client/client.js'
import { copyLinks } from '../actions/copy-links.js'
import { deleteFiles } from '../actions/delete-files.js'
import { downloadFile } from '../actions/download-file.js'
import { etagOf } from '../actions/etag-of.js'
import { renameFile } from '../actions/rename-file.js'
import { replaceFile } from '../actions/replace-file.js'
import type { Api } from '../api.js'
import { explain, isConflict } from '../explain.js'
import { isolated } from '../news/isolated.js'
import type { News } from '../news/news.js'
import { type FailedDeletion, PendingDeletions } from './pending-deletions.js'

interface FileActionsOptions {
  readonly api: Api
  readonly news: News
  /** Told when the list is no longer as it was shown. */
  onChanged(): void
  /** Told when other files are hidden than before. */
  onHidden(): void
}

/** Milliseconds: of downloads that begin at once, Chromium drops those after the tenth. */
const betweenDownloads = 250

/** Everything that can be done with files, told and explained. */
export class FileActions {
  readonly deletions: PendingDeletions
  /** What undoes each deletion, the last one at the end; those that can no longer be undone may be among them. */
  readonly #undos: (() => boolean)[] = []

  constructor(private readonly options: FileActionsOptions) {
    const { api, onChanged, onHidden } = options
    this.deletions = new PendingDeletions({
      send: (file, { leaving }) => {
        const condition = { ifMatch: etagOf(file), keepalive: leaving }
        const work = (client: Api['client']) =>
          client.delete(file.file_id, condition).catch(unlessGone)
        // Whoever leaves cannot be asked for a token any more.
        return leaving ? work(api.client) : api.call(work)
      },
      onFailure: (failures) => {
        this.#tell(failures)
        onChanged()
      },
      onChange: onHidden,
    })
  }

  #tell(failures: readonly FailedDeletion[]): void {
    const [first] = failures
    if (!first) return
    const { length } = failures
    const what = length === 1 ? `${isolated(first.file.file_name)} was` : `${length} files were`
    // What somebody else has changed has to be looked at first.
    const again = failures.filter(({ error }) => !isConflict(error)).map(({ file }) => file)
    const action = { label: 'Try again', run: () => this.delete(again) }
    const text = `${what} not deleted. ${explain(first.error)}`
    this.options.news.fail(text, again.length > 0 ? action : undefined)
  }

  async rename(file: FileInfo): Promise<void> {
    if (await renameFile(file, this.options)) this.options.onChanged()
  }

  async replace(file: FileInfo): Promise<void> {
    if (await replaceFile(file, this.options)) this.options.onChanged()
  }

  delete(files: readonly FileInfo[]): void {
    this.#undos.push(deleteFiles(files, { deletions: this.deletions, news: this.options.news }))
  }

  /** Takes back the last deletion for which it is still time. */
  undo(): void {
    let isDone = false
    while (!isDone && this.#undos.length > 0) isDone = this.#undos.pop()?.() ?? false
  }

  async download(files: readonly FileInfo[]): Promise<void> {
    for (const [at, file] of files.entries()) {
      if (at > 0) await new Promise((resume) => setTimeout(resume, betweenDownloads))
      await downloadFile(file, this.options)
    }
  }

  copyLinks(files: readonly FileInfo[]): Promise<void> {
    return copyLinks(files, this.options)
  }
}

/** What somebody else has deleted is deleted. */
function unlessGone(error: unknown): void {
  if (!(error instanceof FiledropError) || error.code !== 'FILE_NOT_FOUND') throw error
}
