import type { FileInfo } from '../../client/client.js'
import { bytesInWords } from '../../terminal/words.js'
import type { Api } from '../api.js'
import { element } from '../element.js'
import { explain } from '../explain.js'
import { isolated } from '../news/isolated.js'
import type { News } from '../news/news.js'
import { canStreamToDisk, type Destination, diskFile } from './disk-file.js'

interface DownloadOptions {
  readonly api: Api
  readonly news: News
}

/** Up to here the browser is asked for no place on the disk first. */
const small = 64 * 1024 ** 2
/** More than this is not gathered where the browser cannot write to the disk as it comes. */
const mostInMemory = 1024 ** 3

/** Saves the file on this device. */
export async function downloadFile(file: FileInfo, { api, news }: DownloadOptions): Promise<void> {
  // The browser's own downloads take no memory and can be paused, but they send no token.
  if (!api.hasToken) return save(api.url(`files/${file.file_id}`), file.file_name)
  const name = isolated(file.file_name)
  if (file.file_size > mostInMemory && !canStreamToDisk()) {
    news.fail(
      `${name} is too large for this browser to fetch with a token (${bytesInWords(file.file_size)}). ` +
        `The command line does it: filedrop download ${file.file_id}`
    )
    return
  }
  const fetching = new AbortController()
  let destination: Destination | undefined
  if (file.file_size > small && canStreamToDisk()) {
    destination = await diskFile(file.file_name)
    if (!destination) return
  }
  const cancel = { label: 'Cancel', run: () => fetching.abort() }
  const toast = news.tell(`Downloading ${name}…`, cancel, Number.POSITIVE_INFINITY)
  try {
    const { signal } = fetching
    const download = await api.call((client) => client.download(file.file_id, { signal }))
    if (destination) await download.body.pipeTo(destination)
    else saveBlob(await download.blob(), file.file_name)
  } catch (error) {
    if (!fetching.signal.aborted) news.fail(`${name} was not downloaded. ${explain(error)}`)
  } finally {
    toast.dismiss()
  }
}

function saveBlob(blob: Blob, name: string): void {
  const address = URL.createObjectURL(blob)
  save(address, name)
  // By then the browser has begun to read it, and holds on to it.
  setTimeout(() => URL.revokeObjectURL(address), 60_000)
}

function save(href: string, name: string): void {
  const link = element('a', { href, download: name })
  document.body.append(link)
  link.click()
  link.remove()
}
