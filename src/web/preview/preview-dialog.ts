import type { FileInfo } from '../../client/client.js'
import { bytesInWords } from '../../terminal/words.js'
import type { Api } from '../api.js'
import { button } from '../button.js'
import { showModal } from '../dialogs/show-modal.js'
import { element } from '../element.js'
import { explain } from '../explain.js'
import { previewContent } from './preview-content.js'

interface DialogOptions {
  readonly api: Api
  readonly files: readonly FileInfo[]
  readonly file: FileInfo
  download(file: FileInfo): void
}

/** Shows one file, and those before and after it. */
export class PreviewDialog {
  readonly #title = element('h2', { id: 'preview-title', dir: 'auto' })
  readonly #facts = element('p', { class: 'preview-facts' })
  readonly #stage = element('div', { class: 'preview-stage' })
  readonly #note = element('p', { class: 'preview-note', role: 'status' })
  readonly #previous = button({
    compact: true,
    icon: 'left',
    label: 'Previous',
    onClick: () => this.#move(-1),
  })
  readonly #next = button({
    compact: true,
    icon: 'right',
    label: 'Next',
    onClick: () => this.#move(1),
  })
  #file: FileInfo
  #showing = new AbortController()

  constructor(private readonly options: DialogOptions) {
    this.#file = options.file
    const download = () => options.download(this.#file)
    const dialog = element(
      'dialog',
      { class: 'preview', 'aria-labelledby': 'preview-title' },
      element(
        'div',
        { class: 'preview-head' },
        element('div', { class: 'preview-what' }, this.#title, this.#facts),
        this.#previous,
        this.#next,
        button({ compact: true, icon: 'download', label: 'Download', onClick: download }),
        button({ compact: true, icon: 'close', label: 'Close', onClick: () => dialog.close() })
      ),
      this.#note,
      this.#stage
    )
    dialog.addEventListener('close', () => this.#showing.abort())
    dialog.addEventListener('keydown', (event) => this.#onKey(event))
    // A click beside what is shown closes it.
    dialog.addEventListener('click', ({ target }) => {
      if (target === dialog) dialog.close()
    })
    showModal(dialog)
    void this.#show(this.#file)
  }

  #onKey(event: KeyboardEvent): void {
    const steps = { ArrowLeft: -1, ArrowRight: 1 }[event.key]
    if (steps === undefined || event.ctrlKey || event.metaKey || event.altKey) return
    event.preventDefault()
    this.#move(steps)
  }

  #move(steps: number): void {
    const file = this.#neighbour(steps)
    if (file) void this.#show(file)
  }

  #neighbour(steps: number): FileInfo | undefined {
    const { files } = this.options
    const at = files.findIndex(({ file_id }) => file_id === this.#file.file_id)
    return at < 0 ? undefined : files[at + steps]
  }

  async #show(file: FileInfo): Promise<void> {
    this.#showing.abort()
    this.#showing = new AbortController()
    const { signal } = this.#showing
    this.#file = file
    this.#title.textContent = file.file_name
    this.#facts.textContent = `${bytesInWords(file.file_size)} · ${file.file_type}`
    this.#previous.disabled = !this.#neighbour(-1)
    this.#next.disabled = !this.#neighbour(1)
    this.#stage.replaceChildren()
    this.#note.textContent = 'Fetching…'
    try {
      const content = await previewContent(file, {
        api: this.options.api,
        signal,
        onProgress: (portion) => {
          this.#note.textContent = `Fetching, ${Math.floor(portion * 100)} %`
        },
        onFault: () => this.#offerDownload('This browser cannot show it.'),
      })
      if (signal.aborted) return
      this.#note.textContent = ''
      if (content) this.#stage.replaceChildren(content)
      else this.#offerDownload('There is no preview of this file.')
    } catch (error) {
      if (!signal.aborted) this.#offerDownload(explain(error))
    }
  }

  #offerDownload(why: string): void {
    const save = element('button', { type: 'button', class: 'primary' }, 'Download')
    save.addEventListener('click', () => this.options.download(this.#file))
    this.#note.textContent = why
    this.#stage.replaceChildren(save)
  }
}
