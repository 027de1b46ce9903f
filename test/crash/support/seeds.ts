import { env } from 'node:process'

/** Mixed power cuts at each moment: `CRASH_SEEDS=100` looks longer. */
export const seedsAtOnce = Number(env.CRASH_SEEDS ?? 8)

/** Where the seeds begin, the same in every run unless `CRASH_SEED` says otherwise. */
export const firstSeed = Number(env.CRASH_SEED ?? 1)
