import { element } from '../element.js'

/** Puts the text on the clipboard; whether that could be done. */
export async function putOnClipboard(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text)
    return true
  } catch {
    return copiedAsSelection(text)
  }
}

/** On plain HTTP, other than at this machine, browsers let pages copy nothing but what is selected. */
function copiedAsSelection(text: string): boolean {
  const focused = document.activeElement
  const area = element('textarea', { class: 'unseen', 'aria-hidden': 'true' })
  area.value = text
  document.body.append(area)
  area.select()
  const done = document.execCommand('copy')
  area.remove()
  if (focused instanceof HTMLElement) focused.focus({ preventScroll: true })
  return done
}
