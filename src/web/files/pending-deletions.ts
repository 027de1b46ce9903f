import type { FileInfo } from '../../client/client.js'

/** Milliseconds in which a deletion can be undone. */
export const undoTime = 5000

export interface FailedDeletion {
  readonly file: FileInfo
  readonly error: unknown
}

interface DeletionsOptions {
  /** Deletes one file; with `leaving`, by a request that outlives the page. */
  send(file: FileInfo, how: { readonly leaving: boolean }): Promise<void>
  /** Told what of that which was deleted together could not be, and is there again. */
  onFailure(failures: readonly FailedDeletion[]): void
  /** Told that other files are hidden than before. */
  onChange(): void
}

/** Deletions that were asked for and are sent a little later. Until then, and from then on, their files are hidden. */
export class PendingDeletions {
  readonly #hidden = new Set<string>()
  readonly #waiting = new Map<readonly FileInfo[], ReturnType<typeof setTimeout>>()

  constructor(private readonly options: DeletionsOptions) {}

  isHidden({ file_id }: FileInfo): boolean {
    return this.#hidden.has(file_id)
  }

  /** Hides the files and deletes them soon. Gives what takes that back; whether it was still time to. */
  add(files: readonly FileInfo[]): () => boolean {
    for (const { file_id } of files) this.#hidden.add(file_id)
    this.#waiting.set(
      files,
      setTimeout(() => void this.#send(files, { leaving: false }), undoTime)
    )
    this.options.onChange()
    return () => this.#undo(files)
  }

  /** Sends everything now, since there will be no later. */
  leave(): void {
    for (const files of [...this.#waiting.keys()]) void this.#send(files, { leaving: true })
  }

  #undo(files: readonly FileInfo[]): boolean {
    clearTimeout(this.#waiting.get(files))
    const isTime = this.#waiting.delete(files)
    if (isTime) this.#show(files)
    return isTime
  }

  async #send(files: readonly FileInfo[], how: { readonly leaving: boolean }): Promise<void> {
    clearTimeout(this.#waiting.get(files))
    this.#waiting.delete(files)
    const { send, onFailure } = this.options
    const failures: FailedDeletion[] = []
    const sendOne = (file: FileInfo) =>
      send(file, how).catch((error: unknown) => void failures.push({ file, error }))
    await Promise.all(files.map(sendOne))
    if (failures.length === 0) return
    this.#show(failures.map(({ file }) => file))
    onFailure(failures)
  }

  #show(files: readonly FileInfo[]): void {
    for (const { file_id } of files) this.#hidden.delete(file_id)
    this.options.onChange()
  }
}
