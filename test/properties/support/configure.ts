import { env } from 'node:process'
import { configureGlobal } from 'fast-check'

/** A failure prints its seed; `FAST_CHECK_SEED` repeats it, and `FAST_CHECK_RUNS` looks for as long as one likes. */
configureGlobal({
  numRuns: Number(env.FAST_CHECK_RUNS ?? 400),
  ...(env.FAST_CHECK_SEED !== undefined && { seed: Number(env.FAST_CHECK_SEED) }),
})
