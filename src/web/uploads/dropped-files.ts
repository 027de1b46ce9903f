import type { ChosenFile } from './chosen-file.js'

/**
 * The files in what was dropped, those of folders included. It has to be called while the event is handled: after that the
 * browser has forgotten.
 */
export function droppedFiles(data: DataTransfer): Promise<ChosenFile[]> {
  const parts = Array.from(data.items)
    .filter(({ kind }) => kind === 'file')
    .map((item) => ({ entry: item.webkitGetAsEntry(), file: item.getAsFile() }))
  const found = parts.map(({ entry, file }) =>
    entry && isFolder(entry) ? filesBelow(entry) : file ? [{ file, path: file.name }] : []
  )
  return Promise.all(found).then((files) => files.flat())
}

const isFolder = (entry: FileSystemEntry): entry is FileSystemDirectoryEntry => entry.isDirectory

async function filesBelow(folder: FileSystemDirectoryEntry): Promise<ChosenFile[]> {
  const files: ChosenFile[] = []
  for (const entry of await entriesOf(folder)) {
    files.push(...(isFolder(entry) ? await filesBelow(entry) : await fileOf(entry)))
  }
  return files
}

async function entriesOf(folder: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = folder.createReader()
  const next = () =>
    new Promise<FileSystemEntry[]>((resolve) => reader.readEntries(resolve, () => resolve([])))
  const entries: FileSystemEntry[] = []
  // It gives some at a time, and then none.
  for (let some = await next(); some.length > 0; some = await next()) entries.push(...some)
  return entries
}

/** What cannot be read any more is left out: the others still come. */
const fileOf = (entry: FileSystemEntry): Promise<ChosenFile[]> =>
  new Promise((resolve) => {
    const take = (file: File) => resolve([{ file, path: entry.fullPath }])
    ;(entry as FileSystemFileEntry).file(take, () => resolve([]))
  })
