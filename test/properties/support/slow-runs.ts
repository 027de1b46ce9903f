import { readConfigureGlobal } from 'fast-check'

/** Fewer runs for what opens a store in each of them. */
export const slowRuns = () => ({ numRuns: Math.ceil((readConfigureGlobal().numRuns ?? 0) / 4) })
