import { icon } from './icons/icon.js'
import type { IconName } from './icons/icon-paths.js'

/** Gives a button that shows a picture alone another one, and another label; it keeps its place and the focus. */
export function faceOf(button: HTMLButtonElement, name: IconName, label: string): void {
  if (button.title === label) return
  button.title = label
  button.ariaLabel = label
  button.replaceChildren(icon(name))
}
