import type { FileInfo } from '../../client/client.js'
import { counted } from '../../terminal/words.js'
import { type PendingDeletions, undoTime } from '../files/pending-deletions.js'
import { isolated } from '../news/isolated.js'
import type { News } from '../news/news.js'

interface DeleteOptions {
  readonly deletions: PendingDeletions
  readonly news: News
}

/** Deletes the files in a moment, in which it can be undone; gives what undoes it and tells whether it was still time to. */
export function deleteFiles(
  files: readonly FileInfo[],
  { deletions, news }: DeleteOptions
): () => boolean {
  const [first] = files
  const what =
    files.length === 1 && first ? isolated(first.file_name) : counted(files.length, 'file')
  const takeBack = deletions.add(files)
  const undo = () => {
    toast.dismiss()
    const isTime = takeBack()
    if (isTime) news.announce(`Kept ${what}.`)
    return isTime
  }
  const toast = news.tell(`Deleted ${what}.`, { label: 'Undo', run: undo }, undoTime)
  return undo
}
