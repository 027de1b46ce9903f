import { askForToken } from './access/ask-for-token.js'
import { KeptToken } from './access/kept-token.js'
import { openApi } from './api.js'
import { byId } from './by-id.js'
import { FilesView } from './files/files-view.js'
import { listenToShortcuts } from './listen-to-shortcuts.js'
import { openNews } from './news/news.js'
import { mountPlayer } from './player/mount-player.js'
import { mountPreview } from './preview/mount-preview.js'
import { showReached } from './show-reached.js'
import { mountUploads } from './uploads/mount-uploads.js'

const kept = new KeptToken({ session: sessionStorage, local: localStorage })
const tokenButton = byId('token')
const ask = (reason: string): Promise<boolean> => {
  tokenButton.hidden = false
  return askForToken(kept, reason)
}
const api = openApi({ page: location.href, token: () => kept.value, ask })
const news = openNews()
const player = mountPlayer({ host: byId('player'), api, news })
const preview = mountPreview({ host: byId('preview'), api, news })
const files = new FilesView({ api, news, player, preview, onReached: showReached })
const uploads = mountUploads({
  host: byId('uploads'),
  api,
  news,
  onUploaded: () => files.refresh(),
})
kept.listen(() => {
  files.renew()
  uploads.goOn()
})

tokenButton.hidden = kept.value === undefined
tokenButton.addEventListener(
  'click',
  () => void ask('Enter another token, or nothing to forget the one that is here.')
)
listenToShortcuts({ undo: () => files.undo() })
document.addEventListener('visibilitychange', () => {
  if (document.visibilityState === 'visible') files.refresh()
})
window.addEventListener('online', () => files.refresh())
window.addEventListener('pagehide', () => files.leave())
files.refresh()
