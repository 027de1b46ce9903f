import type { UploadItem } from './upload-item.js'

const most = 50

/**
 * The uploads that get a row, what failed before all else: all that somebody may have to look at, and some of those before and
 * after them.
 */
export function shownItems(items: readonly UploadItem[]): readonly UploadItem[] {
  const failed = items.filter(({ state }) => state === 'failed')
  return [...failed, ...someOf(items.filter(({ state }) => state !== 'failed'))]
}

function someOf(items: readonly UploadItem[]): readonly UploadItem[] {
  if (items.length <= most) return items
  const queued = items.filter(({ state }) => state === 'queued').slice(0, most)
  const done = items.filter(({ state }) => state === 'done').slice(-most)
  const shown = new Set([...queued, ...done])
  return items.filter(
    (item) => shown.has(item) || (item.state !== 'queued' && item.state !== 'done')
  )
}
