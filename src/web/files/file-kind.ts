import type { FileInfo } from '../../client/client.js'

export type FileKind = 'image' | 'audio' | 'video' | 'pdf' | 'text' | 'archive' | 'other'

/** What a click on the file does. */
export type Opening = 'play' | 'preview' | 'download'

const archives =
  /^application\/(zip|gzip|zstd|vnd\.rar|java-archive|x-(7z-compressed|bzip2?|gtar|gzip|rar-compressed|tar|xz))$/
const texts =
  /^application\/((.+\+)?(json|xml)|javascript|ecmascript|sql|toml|yaml|x-(httpd-php|javascript|sh|yaml))$/

/** What a file is to people, from its media type alone. */
export function fileKind({ file_type }: Pick<FileInfo, 'file_type'>): FileKind {
  const [type = ''] = file_type.toLowerCase().split(';')
  const [family] = type.trim().split('/')
  if (family === 'image' || family === 'audio' || family === 'video') return family
  if (type === 'application/pdf') return 'pdf'
  if (family === 'text' || texts.test(type)) return 'text'
  return archives.test(type) ? 'archive' : 'other'
}

const openings: Readonly<Record<FileKind, Opening>> = {
  image: 'preview',
  pdf: 'preview',
  text: 'preview',
  audio: 'play',
  video: 'play',
  archive: 'download',
  other: 'download',
}

export const openingOf = (file: Pick<FileInfo, 'file_type'>): Opening => openings[fileKind(file)]
