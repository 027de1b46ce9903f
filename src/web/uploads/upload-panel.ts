import { counted } from '../../terminal/words.js'
import { element } from '../element.js'
import { shownItems } from './shown-items.js'
import { portionDone, summary } from './summary.js'
import { canRepeat, isUnderWay, isUnfinished, type UploadItem } from './upload-item.js'
import type { UploadQueue } from './upload-queue.js'
import { UploadRow } from './upload-row.js'

/** All uploads: one line about them together, and a row for each. */
export class UploadPanel {
  readonly #summary = element('p', { class: 'uploads-summary', tabindex: '-1' })
  readonly #bar = element('progress', { max: '1', 'aria-label': 'All uploads' })
  readonly #hold = element('button', { type: 'button', class: 'quiet' })
  readonly #end = element('button', { type: 'button', class: 'quiet' })
  readonly #list = element('ul', { class: 'upload-list', 'aria-label': 'Uploads' })
  readonly #more = element('p', { class: 'uploads-more' })
  readonly #rows = new Map<string, UploadRow>()
  #failed = 0
  readonly root = element(
    'div',
    { class: 'uploads-panel', hidden: true },
    element(
      'div',
      { class: 'uploads-head' },
      this.#summary,
      element('div', {}, this.#hold, this.#end)
    ),
    this.#bar,
    this.#list,
    this.#more
  )

  constructor(
    private readonly queue: UploadQueue,
    private readonly copyLink: (item: UploadItem) => void
  ) {
    this.#hold.addEventListener('click', () => {
      const items = queue.items
      if (items.some(isUnderWay)) queue.pause(items.map(({ key }) => key))
      else queue.resume(items.map(({ key }) => key))
    })
    this.#end.addEventListener('click', () => {
      const unfinished = queue.items.filter(isUnfinished)
      if (unfinished.length > 0) queue.remove(unfinished.map(({ key }) => key))
      else queue.clear()
    })
  }

  show(): void {
    const { items } = this.queue
    this.root.hidden = items.length === 0
    const rate = items.reduce((sum, { key }) => sum + (this.queue.rate(key) ?? 0), 0)
    this.#summary.textContent = items.length === 0 ? '' : summary(items, rate || undefined)
    this.#bar.value = portionDone(items)
    const isBusy = items.some(isUnfinished)
    this.#bar.hidden = !isBusy
    this.#hold.hidden = !isBusy && !items.some(canRepeat)
    this.#hold.textContent = items.some(isUnderWay) ? 'Pause all' : isBusy ? 'Go on' : 'Try again'
    this.#end.hidden = !isBusy && !items.some(({ state }) => state === 'done')
    this.#end.textContent = isBusy ? 'Cancel all' : 'Clear'
    this.#showRows(items)
  }

  #showRows(items: readonly UploadItem[]): void {
    const shown = shownItems(items)
    const keys = new Set(shown.map(({ key }) => key))
    const focused = document.activeElement
    for (const [key, row] of this.#rows) {
      if (keys.has(key)) continue
      if (row.root.contains(document.activeElement)) this.#summary.focus()
      row.root.remove()
      this.#rows.delete(key)
    }
    shown.forEach((item, at) => {
      const row = this.#rows.get(item.key) ?? this.#newRow(item)
      row.show(item, this.queue.rate(item.key))
      if (this.#list.children[at] !== row.root) {
        this.#list.insertBefore(row.root, this.#list.children[at] ?? null)
      }
    })
    // What is moved loses the focus.
    if (focused instanceof HTMLElement && this.#list.contains(focused)) {
      focused.focus({ preventScroll: true })
    }
    const failed = items.filter(({ state }) => state === 'failed').length
    if (failed > this.#failed) this.#list.scrollTop = 0
    this.#failed = failed
    const rest = items.length - shown.length
    this.#more.textContent = rest > 0 ? `and ${counted(rest, 'more file')}` : ''
  }

  #newRow(item: UploadItem): UploadRow {
    const row = new UploadRow(item, {
      pause: (key) => this.queue.pause([key]),
      resume: (key) => this.queue.resume([key]),
      remove: (key) => this.queue.remove([key]),
      copyLink: this.copyLink,
    })
    this.#rows.set(item.key, row)
    return row
  }
}
