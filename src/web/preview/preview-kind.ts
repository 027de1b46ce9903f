import type { FileInfo } from '../../client/client.js'

export type PreviewKind = 'image' | 'pdf' | 'text'

const MiB = 1024 ** 2
/** More than this is not fetched to be looked at. Of a text only the beginning is. */
const most: Readonly<Record<PreviewKind, number>> = {
  image: 100 * MiB,
  pdf: 200 * MiB,
  text: Number.POSITIVE_INFINITY,
}

const texts = /^(text\/|application\/((.+\+)?(json|xml)|javascript|sql|toml|yaml|x-(sh|yaml|php))$)/

/** How a file can be shown; not at all, where nothing shows it or it is too large. */
export function previewKind(
  file: Pick<FileInfo, 'file_type' | 'file_size'>
): PreviewKind | undefined {
  const kind = kindOf(file.file_type)
  return kind && file.file_size <= most[kind] ? kind : undefined
}

function kindOf(type: string): PreviewKind | undefined {
  const [essence = ''] = type.toLowerCase().split(';')
  if (essence.startsWith('image/')) return 'image'
  if (essence === 'application/pdf') return 'pdf'
  return texts.test(essence.trim()) ? 'text' : undefined
}
