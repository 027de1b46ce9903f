/**
 * The files in what was dropped or pasted, those of folders included. It has to be called while the event is handled: after
 * that the browser has forgotten.
 */
export function droppedFiles(data: DataTransfer): Promise<File[]> {
  const parts = Array.from(data.items)
    .filter(({ kind }) => kind === 'file')
    .map((item) => ({ entry: item.webkitGetAsEntry(), file: item.getAsFile() }))
  const found = parts.map(({ entry, file }) =>
    entry?.isDirectory ? filesBelow(entry as FileSystemDirectoryEntry) : file ? [file] : []
  )
  return Promise.all(found).then((files) => files.flat())
}

/** A file that cannot be read any more is left out: the others still come. */
async function filesBelow(folder: FileSystemDirectoryEntry): Promise<File[]> {
  const files: File[] = []
  for (const entry of await entriesOf(folder)) {
    if (entry.isDirectory) files.push(...(await filesBelow(entry as FileSystemDirectoryEntry)))
    else files.push(...(await fileOf(entry as FileSystemFileEntry)))
  }
  return files
}

async function entriesOf(folder: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = folder.createReader()
  const next = () =>
    new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject))
  const entries: FileSystemEntry[] = []
  // It gives some at a time, and then none.
  for (let some = await next(); some.length > 0; some = await next()) entries.push(...some)
  return entries
}

const fileOf = (entry: FileSystemFileEntry): Promise<File[]> =>
  new Promise((resolve) => {
    entry.file(
      (file) => resolve([file]),
      () => resolve([])
    )
  })
