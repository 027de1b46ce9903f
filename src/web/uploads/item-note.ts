import { bytesInWords } from '../../terminal/words.js'
import { timeLeft } from './time-left.js'
import type { UploadItem } from './upload-item.js'

/** What is to be said of one upload. */
export function itemNote({ file, state, sent, why }: UploadItem, bytesPerSecond?: number): string {
  const size = bytesInWords(file.size)
  const part = `${bytesInWords(sent)} of ${size}`
  switch (state) {
    case 'sending': {
      const time = timeLeft(file.size - sent, bytesPerSecond)
      const rate = bytesPerSecond && `${bytesInWords(Math.round(bytesPerSecond))}/s`
      return [part, rate, time].filter(Boolean).join(' · ')
    }
    case 'queued':
      return sent > 0 ? part : size
    case 'waiting':
      return `${part} · interrupted, trying again`
    case 'held':
      return `${part} · needs a token`
    case 'paused':
      return `${part} · paused`
    case 'failed':
      return `${why} · ${size}`
    case 'done':
      return `${size} · uploaded`
  }
}
