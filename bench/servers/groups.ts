import { constants } from 'node:os'

/** Process groups that run; none of them outlives the bench, however that ends. */
export const groups = new Set<number>()

process.once('exit', () => {
  for (const group of groups) {
    try {
      process.kill(-group, 'SIGKILL')
    } catch {
      // It ended in the meantime.
    }
  }
})

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  // A terminal tells everybody and `npm` tells once more: what comes again finds the removal of everything under way.
  process.on(signal, () => process.exit(128 + constants.signals[signal]))
}
