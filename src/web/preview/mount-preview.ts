import type { FileInfo } from '../../client/client.js'
import type { Api } from '../api.js'
import type { News } from '../news/news.js'

interface PreviewOptions {
  readonly host: HTMLElement
  readonly api: Api
  readonly news: News
}

export interface Preview {
  /** Shows an image, a PDF or a text. */
  open(file: FileInfo): void
}

/** Shows what a browser can show without running anything of it. */
export function mountPreview({ api }: PreviewOptions): Preview {
  return {
    open: ({ file_id }) => {
      window.open(api.url(`files/${file_id}?disposition=inline`))
    },
  }
}
