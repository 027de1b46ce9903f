import { askForToken } from './access/ask-for-token.js'
import { KeptToken } from './access/kept-token.js'
import { openApi } from './api.js'
import { byId } from './by-id.js'
import { openNews } from './news/news.js'
import { mountPlayer } from './player/mount-player.js'
import { mountPreview } from './preview/mount-preview.js'
import { mountUploads } from './uploads/mount-uploads.js'

const kept = new KeptToken({ session: sessionStorage, local: localStorage })
const api = openApi({
  page: location.href,
  token: () => kept.value,
  ask: (reason) => askForToken(kept, reason),
})
const news = openNews()
mountPlayer({ host: byId('player'), api, news })
mountPreview({ host: byId('preview'), api, news })
mountUploads({ host: byId('uploads'), api, news, onUploaded: () => {} })
