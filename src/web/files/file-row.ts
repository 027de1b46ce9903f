import type { FileInfo } from '../../client/client.js'
import { bytesInWords } from '../../terminal/words.js'
import { button } from '../button.js'
import { element } from '../element.js'
import { icon } from '../icons/icon.js'
import { isolated } from '../news/isolated.js'
import { dateInWords } from './date-in-words.js'
import { type FileKind, fileKind } from './file-kind.js'

const kindNames: Readonly<Record<FileKind, string>> = {
  image: 'Image',
  audio: 'Audio',
  video: 'Video',
  pdf: 'PDF',
  text: 'Text',
  archive: 'Archive',
  other: 'File',
}

/** What can be done from a row. */
export interface RowActions {
  open(file: FileInfo): void
  download(file: FileInfo): void
  copyLink(file: FileInfo): void
  /** Offers everything that can be done, beside the button. */
  more(file: FileInfo, beside: HTMLElement): void
  pick(file: FileInfo, chosen: boolean, extend: boolean): void
  /** Where links to the file lead. */
  address(file: FileInfo): string
}

/** One file of the list. The row stays the same element as long as the file is shown, with focus and all. */
export class FileRow {
  readonly element: HTMLTableRowElement
  readonly #pick = element('input', { type: 'checkbox' })
  readonly #kind = element('span', { role: 'img' })
  readonly #name = element('bdi')
  readonly #link = element('a', {}, this.#name)
  readonly #size = element('td', { class: 'size' })
  readonly #date = element('time')
  readonly #count = element('td', { class: 'count' })
  /** The other columns in short, where there is no room for them. */
  readonly #facts = element('span')
  readonly #downloads = element('span')
  readonly #buttons: Readonly<Record<'download' | 'copyLink' | 'more', HTMLButtonElement>>
  #file: FileInfo

  constructor(file: FileInfo, actions: RowActions) {
    this.#file = file
    const quick = (name: 'download' | 'copyLink', picture: 'download' | 'link') =>
      button({
        label: '',
        compact: true,
        className: 'compact quick',
        icon: picture,
        onClick: () => actions[name](this.#file),
      })
    this.#buttons = {
      download: quick('download', 'download'),
      copyLink: quick('copyLink', 'link'),
      more: button({
        label: '',
        compact: true,
        icon: 'more',
        onClick: () => actions.more(this.#file, this.#buttons.more),
      }),
    }
    this.#buttons.more.setAttribute('aria-haspopup', 'menu')
    this.#link.href = actions.address(file)
    this.#link.addEventListener('click', (event) => {
      // With a key held down, the browser does what it does with every link.
      if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return
      event.preventDefault()
      actions.open(this.#file)
    })
    this.#pick.addEventListener('click', ({ shiftKey }) =>
      actions.pick(this.#file, this.#pick.checked, shiftKey)
    )
    const { download, copyLink, more } = this.#buttons
    const words = element('span', { class: 'unseen' }, 'downloads')
    const facts = element(
      'span',
      { class: 'facts' },
      this.#facts,
      icon('download'),
      this.#downloads,
      words
    )
    this.element = element(
      'tr',
      {},
      element('td', { class: 'pick' }, this.#pick),
      element(
        'td',
        { class: 'name' },
        element('div', {}, this.#kind, element('span', {}, this.#link, facts))
      ),
      this.#size,
      element('td', { class: 'date' }, this.#date),
      this.#count,
      element('td', { class: 'actions' }, element('div', {}, copyLink, download, more))
    )
    this.update(file)
  }

  get file(): FileInfo {
    return this.#file
  }

  update(file: FileInfo): void {
    this.#file = file
    const { file_name, file_size, created_at, download_count } = file
    const kind = fileKind(file)
    const name = isolated(file_name)
    const added = new Date(created_at)
    const size = bytesInWords(file_size)
    const date = dateInWords(added, new Date())
    if (this.#kind.className !== `kind ${kind}`) {
      this.#kind.className = `kind ${kind}`
      this.#kind.setAttribute('aria-label', kindNames[kind])
      this.#kind.replaceChildren(icon(kind))
    }
    setText(this.#name, file_name)
    this.#link.title = file_name
    setText(this.#size, size)
    setText(this.#date, date)
    this.#date.dateTime = created_at
    this.#date.title = added.toLocaleString()
    setText(this.#count, String(download_count))
    setText(this.#facts, `${size} · ${date} · `)
    setText(this.#downloads, String(download_count))
    label(this.#pick, `Select ${name}`)
    label(this.#buttons.download, `Download ${name}`)
    label(this.#buttons.copyLink, `Copy the link to ${name}`)
    label(this.#buttons.more, `Actions for ${name}`)
  }

  set picked(picked: boolean) {
    this.#pick.checked = picked
    this.element.classList.toggle('picked', picked)
  }

  focus(): void {
    this.#link.focus()
  }
}

/** Only what has changed is touched: a text that is selected stays so. */
function setText(at: HTMLElement, text: string): void {
  if (at.textContent !== text) at.textContent = text
}

function label(control: HTMLElement, text: string): void {
  if (control.getAttribute('aria-label') === text) return
  control.setAttribute('aria-label', text)
  if (control instanceof HTMLButtonElement) control.title = text
}
