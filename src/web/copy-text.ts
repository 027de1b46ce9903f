import { element } from './element.js'

/** Puts a text into the clipboard; in the way of old where the page is not secure, which has no other. */
export async function copyText(text: string): Promise<void> {
  if (navigator.clipboard) return navigator.clipboard.writeText(text)
  const field = element('textarea', { class: 'unseen' }, text)
  const focused = document.activeElement
  document.body.append(field)
  field.select()
  document.execCommand('copy')
  field.remove()
  if (focused instanceof HTMLElement) focused.focus()
}
