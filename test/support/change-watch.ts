import { type FSWatcher, watch } from 'node:fs'

/** Counts what happens to the entries of directories: what is made, written, renamed and removed. */
export class ChangeWatch {
  readonly #watchers: readonly FSWatcher[]
  #seen = 0
  #wake = () => {}

  constructor(directories: readonly string[], counts: (name: string) => boolean = () => true) {
    this.#watchers = directories.map((directory) =>
      watch(directory, (_event, name) => {
        if (name === null || !counts(name)) return
        this.#seen++
        this.#wake()
      })
    )
  }

  async afterSteps(count: number): Promise<void> {
    while (this.#seen < count) {
      await new Promise<void>((wake) => {
        this.#wake = wake
      })
    }
  }

  close(): void {
    for (const watcher of this.#watchers) watcher.close()
  }
}
