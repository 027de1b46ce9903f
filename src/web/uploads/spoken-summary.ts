import { counted } from '../../terminal/words.js'
import { headline } from './summary.js'
import { isUnderWay, type UploadItem } from './upload-item.js'

/** What to read out when the uploads have changed; nothing most of the time, since few changes need to be heard. */
export function spokenSummary(): (items: readonly UploadItem[]) => string | undefined {
  let last: string | undefined
  return (items) => {
    const words = items.length === 0 ? undefined : wordsFor(items)
    const isNew = words !== last
    last = words
    return isNew ? words : undefined
  }
}

function wordsFor(items: readonly UploadItem[]): string {
  const isGoing = items.some(({ state }) => state === 'sending' || state === 'queued')
  if (isGoing) return `Uploading ${counted(items.length, 'file')}`
  return items.some(isUnderWay) ? 'Interrupted, trying again' : headline(items)
}
