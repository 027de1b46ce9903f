import type { ChosenFile } from './chosen-file.js'
import type { UploadItem } from './upload-item.js'

/** Uploads of files that were chosen together. Two of them are never the same, however alike they are. */
export function newItems(chosen: readonly ChosenFile[]): UploadItem[] {
  const keys = new Set<string>()
  return chosen.map(({ file, path }) => {
    let key = [path, file.type, file.size, file.lastModified].join('|')
    while (keys.has(key)) key += '+'
    keys.add(key)
    return { key, file, state: 'queued', sent: 0 }
  })
}
