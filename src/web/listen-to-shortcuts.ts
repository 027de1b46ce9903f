import { byId } from './by-id.js'

/** Keys that work everywhere on the page but where somebody writes. */
export function listenToShortcuts({ undo }: { undo(): void }): void {
  document.addEventListener('keydown', (event) => {
    const { target, key, ctrlKey, metaKey, altKey } = event
    const isWriting =
      target instanceof Element &&
      target.closest('input:not([type=checkbox]), textarea, select, dialog')
    if (isWriting || altKey) return
    if (key === 'z' && (ctrlKey || metaKey)) {
      event.preventDefault()
      undo()
    } else if (key === '/' && !ctrlKey && !metaKey) {
      event.preventDefault()
      byId('search').focus()
    }
  })
}
