import { button } from '../button.js'
import { element } from '../element.js'

interface PagerActions {
  back(): void
  on(): void
}

interface Place {
  /** From 1. */
  readonly page: number
  readonly hasMore: boolean
}

/** Turns pages. Gives what shows where we are. */
export function pager(host: HTMLElement, { back, on }: PagerActions): (place: Place) => void {
  const previous = button({ label: 'Previous', onClick: back })
  const next = button({ label: 'Next', onClick: on })
  const where = element('span', { 'aria-live': 'polite' })
  host.append(previous, where, next)
  return ({ page, hasMore }) => {
    const focused = document.activeElement
    host.hidden = page === 1 && !hasMore
    previous.disabled = page === 1
    next.disabled = !hasMore
    where.textContent = `Page ${page}`
    // What is disabled loses the focus.
    if (focused === next && next.disabled) previous.focus()
    if (focused === previous && previous.disabled) next.focus()
  }
}
