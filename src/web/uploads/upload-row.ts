import { button } from '../button.js'
import { element } from '../element.js'
import { faceOf } from '../face-of.js'
import { fileKind } from '../files/file-kind.js'
import { icon } from '../icons/icon.js'
import { isolated } from '../news/isolated.js'
import { visibleName } from '../visible-name.js'
import { itemNote } from './item-note.js'
import { canRepeat, isUnderWay, isUnfinished, type UploadItem } from './upload-item.js'

export interface RowActions {
  pause(key: string): void
  resume(key: string): void
  remove(key: string): void
  copyLink(item: UploadItem): void
}

/** One upload: its name, how far it is, and what can be done about it. */
export class UploadRow {
  readonly #note = element('span', { class: 'upload-note' })
  readonly #bar: HTMLProgressElement
  readonly #act: HTMLButtonElement
  readonly #drop: HTMLButtonElement
  readonly root: HTMLLIElement

  constructor(
    private item: UploadItem,
    private readonly actions: RowActions
  ) {
    const { size, type } = item.file
    const name = visibleName(item.file.name)
    this.#bar = element('progress', { max: String(Math.max(1, size)), 'aria-label': name })
    this.#act = button({
      compact: true,
      icon: 'pause',
      label: 'Pause',
      onClick: () => this.#press(),
    })
    this.#drop = button({
      compact: true,
      icon: 'close',
      label: 'Cancel',
      onClick: () => actions.remove(this.item.key),
    })
    this.root = element(
      'li',
      { class: 'upload' },
      icon(fileKind({ file_type: type })),
      element('span', { class: 'upload-name', dir: 'auto', title: name }, name),
      this.#note,
      this.#bar,
      element('span', { class: 'upload-actions' }, this.#act, this.#drop)
    )
    this.show(item)
  }

  show(item: UploadItem, bytesPerSecond?: number): void {
    this.item = item
    this.root.dataset.state = item.state
    const note = itemNote(item, bytesPerSecond)
    if (this.#note.textContent !== note) this.#note.textContent = note
    this.#bar.value = item.state === 'done' ? this.#bar.max : item.sent
    this.#bar.hidden = !isUnfinished(item)
    this.#act.hidden = item.state === 'failed' && !canRepeat(item)
    const name = isolated(visibleName(item.file.name))
    if (isUnderWay(item)) faceOf(this.#act, 'pause', `Pause ${name}`)
    else if (item.state === 'done') this.#offerLink(name)
    else if (item.state === 'failed') faceOf(this.#act, 'retry', `Try ${name} again`)
    else faceOf(this.#act, 'play', `Go on with ${name}`)
    faceOf(this.#drop, 'close', `${isUnfinished(item) ? 'Cancel' : 'Put away'} ${name}`)
  }

  /** What most people want next is worth a word that can be seen. */
  #offerLink(name: string): void {
    faceOf(this.#act, 'link', `Copy link to ${name}`)
    if (this.#act.className === 'upload-link') return
    this.#act.className = 'upload-link'
    this.#act.append('Copy link')
  }

  #press(): void {
    const { key, state } = this.item
    if (isUnderWay(this.item)) this.actions.pause(key)
    else if (state === 'done') this.actions.copyLink(this.item)
    else this.actions.resume(key)
  }
}
