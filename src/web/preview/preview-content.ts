import type { FileInfo } from '../../client/client.js'
import { bytesInWords } from '../../terminal/words.js'
import type { Api } from '../api.js'
import { element } from '../element.js'
import { fetchBlob } from '../fetch-blob.js'
import { type PreviewKind, previewKind } from './preview-kind.js'
import { textOf } from './text-of.js'

interface ContentOptions {
  readonly api: Api
  readonly signal: AbortSignal
  /** Told from 0 to 1. */
  onProgress(portion: number): void
  /** Told when the browser cannot show it after all. */
  onFault(): void
}

const mostText = 256 * 1024

/** What shows the file, without running anything of it; nothing where that cannot be. */
export async function previewContent(
  file: FileInfo,
  options: ContentOptions
): Promise<HTMLElement | undefined> {
  const kind = previewKind(file)
  return kind && makers[kind](file, options)
}

type Maker = (file: FileInfo, options: ContentOptions) => Promise<HTMLElement | undefined>

const makers: Readonly<Record<PreviewKind, Maker>> = {
  // As an image, an SVG neither runs scripts nor loads anything.
  async image(file, options) {
    const image = element('img', { class: 'preview-image', alt: file.file_name })
    image.addEventListener('error', options.onFault)
    image.src = await addressOf(file, { ...options, type: file.file_type })
    return image
  },

  async pdf(file, options) {
    if (!navigator.pdfViewerEnabled) return undefined
    // Whatever the bytes are: under this type a browser opens nothing but its viewer.
    const src = await addressOf(file, { ...options, type: 'application/pdf' })
    return element('iframe', { class: 'preview-pdf', title: file.file_name, src })
  },

  async text({ file_id, file_size, file_type }, { api, signal }) {
    const isCut = file_size > mostText
    const range = { first: 0, last: mostText - 1 }
    const download = await api.call((client) =>
      client.download(file_id, { signal, ...(isCut && { range }) })
    )
    const bytes = new Uint8Array(await (await download.blob()).arrayBuffer())
    const text = element('pre', { tabindex: '0', dir: 'auto' }, textOf(bytes, file_type))
    const cut = `The first ${bytesInWords(mostText)} of ${bytesInWords(file_size)}`
    const note = bytes.length === 0 ? 'This file is empty' : isCut && cut
    return element(
      'div',
      { class: 'preview-text' },
      ...(note ? [element('p', {}, note)] : []),
      text
    )
  },
}

/** The address of the fetched file, until what it was fetched for is over. */
async function addressOf(
  file: FileInfo,
  options: ContentOptions & { readonly type: string }
): Promise<string> {
  const address = URL.createObjectURL(await fetchBlob(file, options))
  if (options.signal.aborted) URL.revokeObjectURL(address)
  options.signal.addEventListener('abort', () => URL.revokeObjectURL(address))
  return address
}
