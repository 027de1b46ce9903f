import { element } from '../element.js'
import { icon } from '../icons/icon.js'

/** Says, as long as files are held above the page, that they can be let go of. */
export function mountDropOverlay(): void {
  const overlay = element(
    'div',
    { class: 'drop-overlay', hidden: true, 'aria-hidden': 'true' },
    element('p', {}, icon('upload'), 'Drop to upload')
  )
  document.body.append(overlay)
  const show = (event: DragEvent) => {
    overlay.hidden = !event.dataTransfer?.types.includes('Files')
  }
  const hide = () => {
    overlay.hidden = true
  }
  addEventListener('dragenter', show)
  // Nothing is entered next only when the window itself is left.
  addEventListener('dragleave', (event) => {
    if (!event.relatedTarget) hide()
  })
  addEventListener('drop', hide)
}
