import { nanoid } from 'nanoid'

/** A fresh id or content key: 126 random bits that no argument parser takes for an option. */
export function newKey(): string {
  for (;;) {
    const key = nanoid()
    if (!key.startsWith('-')) return key
  }
}
