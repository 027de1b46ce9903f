import { element } from './element.js'
import { icon } from './icons/icon.js'
import type { IconName } from './icons/icon-paths.js'

interface IconButtonOptions {
  readonly icon: IconName
  readonly label: string
  press(): void
}

/** A button that shows a picture and says a word. */
export function iconButton({ icon, label, press }: IconButtonOptions): HTMLButtonElement {
  const button = element('button', { type: 'button', class: 'compact' })
  button.addEventListener('click', press)
  faceOf(button, icon, label)
  return button
}

/** Gives the button another picture and word; it keeps its place and the focus. */
export function faceOf(button: HTMLButtonElement, name: IconName, label: string): void {
  if (button.dataset.face === `${name} ${label}`) return
  button.dataset.face = `${name} ${label}`
  button.ariaLabel = label
  button.title = label
  button.replaceChildren(icon(name))
}
