import { setTimeout } from 'node:timers/promises'
import { groupUsage } from './group-usage.js'

const period = 250
const patience = 10_000
/** Part of one core. */
const little = 0.2

/** Resolves when the group does next to nothing any more, or has not come to that for a while. */
export async function quiet(group: number): Promise<void> {
  const end = performance.now() + patience
  let before = groupUsage(group).cpu
  while (performance.now() < end) {
    await setTimeout(period)
    const now = groupUsage(group).cpu
    if (now - before < (little * period) / 1000) return
    before = now
  }
}
