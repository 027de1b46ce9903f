import { env } from 'node:process'

/** Mixed power cuts at each moment: `CRASH_SEEDS=100` looks longer. */
export const seedsAtOnce = Number(env.CRASH_SEEDS ?? 8)

/** Where the seeds begin: a failure prints its seed, and `CRASH_SEED` repeats it. */
export const firstSeed = Number(env.CRASH_SEED ?? 1)
