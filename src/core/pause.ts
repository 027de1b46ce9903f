import { setTimeout as sleep } from 'node:timers/promises'

const longest = 50

/** Waits before another attempt, by chance, so that those who met do not meet again; longer with each round. */
export async function pause(round: number): Promise<void> {
  if (round > 0) await sleep(Math.random() * Math.min(longest, 2 ** round))
}
