import { readConfigureGlobal } from 'fast-check'

/** Fewer runs for what opens a store, or sends a large body, in each of them. */
export const slowRuns = () => ({ numRuns: Math.ceil((readConfigureGlobal().numRuns ?? 0) / 4) })
