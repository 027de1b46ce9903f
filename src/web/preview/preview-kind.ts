import type { FileInfo } from '../../client/client.js'
import { fileKind } from '../files/file-kind.js'

const MiB = 1024 ** 2
/** Bytes above which a file is not fetched to be looked at. Of a text only the beginning is. */
const most = { image: 100 * MiB, pdf: 200 * MiB, text: Number.POSITIVE_INFINITY } as const

export type PreviewKind = keyof typeof most

/** How a file can be shown; not at all, where nothing shows it or it is too large. */
export function previewKind(
  file: Pick<FileInfo, 'file_type' | 'file_size'>
): PreviewKind | undefined {
  const kind = fileKind(file)
  if (kind !== 'image' && kind !== 'pdf' && kind !== 'text') return undefined
  return file.file_size <= most[kind] ? kind : undefined
}
