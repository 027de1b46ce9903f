import { copyLinks } from '../actions/copy-links.js'
import type { Api } from '../api.js'
import { element } from '../element.js'
import { icon } from '../icons/icon.js'
import type { News } from '../news/news.js'
import type { ChosenFile } from './chosen-file.js'
import { mountDropOverlay } from './drop-overlay.js'
import { onPaste } from './on-paste.js'
import { picker } from './picker.js'
import { spokenSummary } from './spoken-summary.js'
import { isUnfinished, type UploadItem } from './upload-item.js'
import { UploadPanel } from './upload-panel.js'
import { UploadQueue } from './upload-queue.js'
import { takeDrops } from './window-drops.js'

interface UploadsOptions {
  readonly host: HTMLElement
  readonly api: Api
  readonly news: News
  /** Told when files are there that the list may not show yet. */
  onUploaded(): void
}

interface Uploads {
  /** Lets go on what waits for a token, when there is one. */
  goOn(): void
}

/** The place where files are added. */
export function mountUploads({ host, api, news, onUploaded }: UploadsOptions): Uploads {
  const spoken = spokenSummary()
  const show = () => {
    const { items } = queue
    panel.show()
    const words = spoken(items)
    if (words) news.announce(words)
    toggleWarning(items.some(isUnfinished))
  }
  const queue = new UploadQueue({ api, changed: soon(show, 100), uploaded: soon(onUploaded, 500) })
  const panel = new UploadPanel(queue, ({ file, became }: UploadItem) => {
    if (!became) return
    const linked = { file_id: became.id, file_name: file.name, download_link: became.link }
    void copyLinks([linked], { api, news })
  })
  // The figures go on changing where nothing else does.
  setInterval(() => {
    if (queue.items.some(({ state }) => state === 'sending')) show()
  }, 1000)

  const add = (files: readonly ChosenFile[]) => {
    if (files.length > 0) queue.add(files)
    else news.tell('There is no file in it.')
  }
  const take = (files: readonly File[]) =>
    add(files.map((file) => ({ file, path: file.webkitRelativePath || file.name })))
  host.append(
    element(
      'div',
      { class: 'drop-card' },
      icon('upload'),
      element('p', {}, 'Drop or paste files anywhere'),
      element(
        'div',
        { class: 'buttons' },
        ...picker({ label: 'Choose files', icon: 'other', take }),
        ...picker({ label: 'Folder', icon: 'folder', folder: true, take })
      )
    ),
    panel.root
  )
  mountDropOverlay()
  onPaste(take)
  void takeDrops(add)
  return { goOn: () => queue.goOn() }
}

/** Calls it once for all that happens within some milliseconds. */
function soon(call: () => void, milliseconds: number): () => void {
  let isDue = false
  return () => {
    if (isDue) return
    isDue = true
    setTimeout(() => {
      isDue = false
      call()
    }, milliseconds)
  }
}

/** A page that has nothing to lose must not listen: browsers then keep it when somebody goes back. */
function toggleWarning(isNeeded: boolean): void {
  if (isNeeded) addEventListener('beforeunload', warn)
  else removeEventListener('beforeunload', warn)
}

const warn = (event: BeforeUnloadEvent) => event.preventDefault()
