import type { Api } from '../api.js'
import { element } from '../element.js'
import { isolated } from '../news/isolated.js'
import type { News } from '../news/news.js'

interface UploadsOptions {
  readonly host: HTMLElement
  readonly api: Api
  readonly news: News
  /** Told when files are there that the list may not show yet. */
  onUploaded(): void
}

/** The place where files are added. */
export function mountUploads({ host, api, news, onUploaded }: UploadsOptions): void {
  const input = element('input', { type: 'file', multiple: true, 'aria-label': 'Add files' })
  host.append(input)
  input.addEventListener('change', async () => {
    for (const file of input.files ?? []) {
      try {
        await api.call((client) => client.upload(file, { name: file.name }))
      } catch (error) {
        news.fail(`${isolated(file.name)} was not uploaded: ${(error as Error).message}`)
      }
    }
    input.value = ''
    onUploaded()
  })
}
