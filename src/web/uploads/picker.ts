import { button } from '../button.js'
import { element } from '../element.js'
import type { IconName } from '../icons/icon-paths.js'

interface PickerOptions {
  readonly label: string
  readonly icon: IconName
  readonly folder?: boolean
  take(files: File[]): void
}

/** A button that lets files be chosen, or a folder with all that is in it. */
export function picker({ label, icon: name, folder = false, take }: PickerOptions): HTMLElement[] {
  const input = element('input', {
    type: 'file',
    hidden: true,
    multiple: true,
    webkitdirectory: folder,
  })
  const choose = button({ label, icon: name, ...(!folder && { className: 'primary' }) })
  choose.addEventListener('click', () => input.click())
  input.addEventListener('change', () => {
    take([...(input.files ?? [])])
    // So that the same can be chosen again.
    input.value = ''
  })
  return [choose, input]
}
