import { element } from '../element.js'
import { icon } from '../icons/icon.js'

/** Milliseconds: browsers tell more often than this that something is held above the page, and nothing when it is gone. */
const patience = 600

/** Says, as long as files are held above the page, that they can be let go of. */
export function mountDropOverlay(): void {
  const overlay = element(
    'div',
    { class: 'drop-overlay', hidden: true, 'aria-hidden': 'true' },
    element('p', {}, icon('upload'), 'Drop to upload')
  )
  document.body.append(overlay)
  let timer: ReturnType<typeof setTimeout> | undefined
  const hide = () => {
    overlay.hidden = true
  }
  addEventListener('dragover', (event) => {
    overlay.hidden = !event.dataTransfer?.types.includes('Files')
    clearTimeout(timer)
    timer = setTimeout(hide, patience)
  })
  addEventListener('drop', hide)
}
