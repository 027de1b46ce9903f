import type { FileInfo } from '../../client/client.js'
import { bytesInWords } from '../../terminal/words.js'
import { button } from '../button.js'
import { element } from '../element.js'

interface BarActions {
  download(): void
  copyLinks(): void
  delete(): void
  clear(): void
}

/** What can be done with several files at once. Gives what shows which files they are. */
export function selectionBar(
  host: HTMLElement,
  actions: BarActions
): (files: readonly FileInfo[]) => void {
  const count = element('p', { role: 'status' })
  host.append(
    count,
    button({ label: 'Download', icon: 'download', onClick: actions.download }),
    button({ label: 'Copy links', icon: 'link', onClick: actions.copyLinks }),
    button({ label: 'Delete', icon: 'trash', className: 'danger', onClick: actions.delete }),
    button({ label: 'Clear selection', icon: 'close', compact: true, onClick: actions.clear })
  )
  return (files) => {
    host.hidden = files.length === 0
    const bytes = files.reduce((sum, { file_size }) => sum + file_size, 0)
    count.textContent = `${files.length} selected · ${bytesInWords(bytes)}`
  }
}
