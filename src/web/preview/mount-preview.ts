import type { FileInfo } from '../../client/client.js'
import { downloadFile } from '../actions/download-file.js'
import type { Api } from '../api.js'
import type { News } from '../news/news.js'
import { PreviewDialog } from './preview-dialog.js'

interface PreviewOptions {
  readonly host: HTMLElement
  readonly api: Api
  readonly news: News
}

export interface Preview {
  /** Shows an image, a PDF or a text; `files` are those before and after it, in the order of the list. */
  open(file: FileInfo, files?: readonly FileInfo[]): void
}

/** Shows what a browser can show without running anything of it. */
export function mountPreview({ api, news }: PreviewOptions): Preview {
  const download = (file: FileInfo) => void downloadFile(file, { api, news })
  return { open: (file, files = [file]) => void new PreviewDialog({ api, file, files, download }) }
}
