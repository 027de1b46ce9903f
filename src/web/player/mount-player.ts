import type { FileInfo } from '../../client/client.js'
import type { Api } from '../api.js'
import { element } from '../element.js'
import type { News } from '../news/news.js'

interface PlayerOptions {
  readonly host: HTMLElement
  readonly api: Api
  readonly news: News
}

export interface Player {
  /** Plays the file; `queue` are the files that can be played before and after it, in the order of the list. */
  play(file: FileInfo, queue: readonly FileInfo[]): void
}

/** The bar at the bottom that plays audio and video. */
export function mountPlayer({ host, api }: PlayerOptions): Player {
  return {
    play({ file_id }) {
      const src = api.url(`files/${file_id}?disposition=inline`)
      host.replaceChildren(element('audio', { controls: true, autoplay: true, src }))
      host.hidden = false
    },
  }
}
