import { button } from '../button.js'
import { byId } from '../by-id.js'
import { element } from '../element.js'

/** Milliseconds that something which asks for nothing stays to be read. */
const readingTime = 6000

interface ToastAction {
  readonly label: string
  run(): void
}

export interface Toast {
  dismiss(): void
}

/** What the page has to say. Names in a text go through `isolated`. */
export interface News {
  /** Shown for some seconds, or with `Infinity` until it is dismissed, and read out. */
  tell(text: string, action?: ToastAction, milliseconds?: number): Toast
  /** Shown until it is dismissed, and read out at once. */
  fail(text: string, action?: ToastAction): Toast
  /** Read out and not shown, where it can be seen already. */
  announce(text: string): void
}

/** The messages of index.html: toasts, and an announcer for screen readers. */
export function openNews(): News {
  const toasts = byId('toasts')
  const announcer = byId('announcer')
  const show = (text: string, kind: 'status' | 'alert', action?: ToastAction): Toast => {
    let cameFrom: EventTarget | null = null
    const dismiss = () => {
      const hadFocus = toast.contains(document.activeElement)
      toast.remove()
      if (hadFocus && cameFrom instanceof HTMLElement) cameFrom.focus()
    }
    const toast = element('div', { class: `toast ${kind}` })
    toast.append(element('p', kind === 'alert' ? { role: 'alert' } : {}, text))
    if (action) {
      const { label, run } = action
      const onClick = () => {
        dismiss()
        run()
      }
      toast.append(button({ label, className: 'quiet', onClick }))
    }
    toast.append(button({ label: 'Dismiss', icon: 'close', compact: true, onClick: dismiss }))
    toast.addEventListener('focusin', ({ relatedTarget }) => {
      if (!toast.contains(relatedTarget as Node | null)) cameFrom = relatedTarget
    })
    toasts.append(toast)
    return { dismiss }
  }
  return {
    tell(text, action, milliseconds = readingTime) {
      const toast = show(text, 'status', action)
      if (Number.isFinite(milliseconds)) setTimeout(toast.dismiss, milliseconds)
      return toast
    },
    fail: (text, action) => show(text, 'alert', action),
    announce(text) {
      announcer.textContent = text
    },
  }
}
