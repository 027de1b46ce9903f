import { bytesInWords } from '../../terminal/words.js'
import { timeLeft } from './time-left.js'
import { isUnderWay, isUnfinished, type UploadItem, type UploadState } from './upload-item.js'

/** All uploads in one line. */
export function summary(items: readonly UploadItem[], bytesPerSecond?: number): string {
  return [headline(items), ...figures(items, bytesPerSecond)].join(' · ')
}

/** What all uploads together are up to, without what changes all the time. */
export function headline(items: readonly UploadItem[]): string {
  const total = items.length
  const count = (state: UploadState) => items.filter((item) => item.state === state).length
  const [done, failed] = [count('done'), count('failed')]
  const uploaded = done === total ? `${done} uploaded` : `${done} of ${total} uploaded`
  if (items.some(isUnderWay)) {
    const lost = count('sending') === 0 && count('waiting') > 0
    return lost
      ? `Interrupted, trying again · ${uploaded}`
      : `Uploading ${Math.min(done + failed + 1, total)} of ${total}`
  }
  if (count('held') > 0) return `Waiting for a token · ${uploaded}`
  if (count('paused') > 0) return `Paused · ${uploaded}`
  return failed > 0 ? `${failed} of ${total} failed` : uploaded
}

function figures(items: readonly UploadItem[], bytesPerSecond: number | undefined): string[] {
  if (!items.some(({ state }) => state === 'sending') || bytesPerSecond === undefined) return []
  const left = items.filter(isUnfinished).reduce((sum, { file, sent }) => sum + file.size - sent, 0)
  const time = timeLeft(left, bytesPerSecond)
  return [`${bytesInWords(Math.round(bytesPerSecond))}/s`, ...(time ? [time] : [])]
}

/** From 0 to 1 over all that is not given up; files of 0 bytes count as a little. */
export function portionDone(items: readonly UploadItem[]): number {
  const counted = items.filter(({ state }) => state !== 'failed')
  const size = ({ file }: UploadItem) => Math.max(1, file.size)
  const all = counted.reduce((sum, item) => sum + size(item), 0)
  const sent = counted.reduce(
    (sum, item) => sum + (item.state === 'done' ? size(item) : item.sent),
    0
  )
  return all === 0 ? 1 : sent / all
}
