/**
 * Files that are dropped anywhere on the page. It is loaded before anything else, and keeps what is dropped before there is
 * somebody who takes it; otherwise the browser would leave the page to open the file.
 */
import type { ChosenFile } from './chosen-file.js'
import { droppedFiles } from './dropped-files.js'

const kept: Promise<ChosenFile[]>[] = []
let taker: ((files: ChosenFile[]) => void) | undefined

/** Everything that was dropped, and will be. */
export async function takeDrops(take: (files: ChosenFile[]) => void): Promise<void> {
  taker = take
  for (const files of kept.splice(0)) take(await files)
}

const brings = ({ dataTransfer }: DragEvent): boolean =>
  dataTransfer?.types.includes('Files') ?? false

addEventListener('dragover', (event) => {
  if (brings(event)) event.preventDefault()
})

addEventListener('drop', async (event) => {
  if (!event.dataTransfer || !brings(event)) return
  event.preventDefault()
  const files = droppedFiles(event.dataTransfer)
  if (taker) taker(await files)
  else kept.push(files)
})
