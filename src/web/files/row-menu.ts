import { byId } from '../by-id.js'
import { element } from '../element.js'
import { icon } from '../icons/icon.js'
import type { IconName } from '../icons/icon-paths.js'

interface MenuItem {
  readonly label: string
  readonly icon: IconName
  readonly danger?: boolean
  run(): void
}

const gap = 4

/** Opens a menu beside a button. Escape, a click elsewhere or a choice closes it, and the focus goes back. */
export function openMenu(beside: HTMLElement, label: string, items: readonly MenuItem[]): void {
  const menu = element('div', { role: 'menu', class: 'menu', popover: 'auto', 'aria-label': label })
  for (const item of items) {
    const entry = element(
      'button',
      {
        type: 'button',
        role: 'menuitem',
        tabindex: '-1',
        class: item.danger ? 'danger' : undefined,
      },
      icon(item.icon),
      item.label
    )
    entry.addEventListener('click', () => {
      menu.hidePopover()
      item.run()
    })
    menu.append(entry)
  }
  menu.addEventListener('keydown', (event) => step(menu, event))
  menu.addEventListener('toggle', ({ newState }) => {
    if (newState === 'open') return
    beside.setAttribute('aria-expanded', 'false')
    menu.remove()
  })
  // Beside the list rather than at the end of the page, which belongs to no part of it.
  byId('files').append(menu)
  menu.showPopover()
  beside.setAttribute('aria-expanded', 'true')
  place(menu, beside)
  entryAt(menu, 0)?.focus()
}

function step(menu: HTMLElement, event: KeyboardEvent): void {
  const count = menu.children.length
  const at = [...menu.children].indexOf(event.target as Element)
  const to = { ArrowDown: at + 1, ArrowUp: at - 1 + count, Home: 0, End: count - 1 }[event.key]
  if (to !== undefined) {
    event.preventDefault()
    entryAt(menu, to % count)?.focus()
  }
  // From here Tab would lead to the end of the page.
  if (event.key === 'Tab') {
    event.preventDefault()
    menu.hidePopover()
  }
}

const entryAt = (menu: HTMLElement, at: number) => menu.children[at] as HTMLElement | undefined

/** Below the button, or above where there is no room, and never beyond the edge of the window. */
function place(menu: HTMLElement, beside: HTMLElement): void {
  const at = beside.getBoundingClientRect()
  const { width, height } = menu.getBoundingClientRect()
  const below = at.bottom + gap
  const top = below + height > window.innerHeight ? at.top - gap - height : below
  const isRightToLeft = getComputedStyle(beside).direction === 'rtl'
  const left = isRightToLeft ? at.left : at.right - width
  const farthest = window.innerWidth - width - gap
  menu.style.top = `${Math.max(gap, top)}px`
  menu.style.left = `${Math.max(gap, Math.min(left, farthest))}px`
}
