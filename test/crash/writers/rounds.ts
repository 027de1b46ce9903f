import { env } from 'node:process'

/** How many crashes a suite makes: `CRASH_CYCLES=1000` looks longer for what happens seldom. */
export const cycles = Number(env.CRASH_CYCLES ?? 50)

/** Decides what writers do and when the crash comes; how the system schedules it all stays its own. */
export const seed = Number(env.CRASH_SEED ?? Math.floor(Math.random() * 2 ** 31))

/** For the limit that says that something hangs. */
export const timeout = 60_000 + cycles * 15_000

/** How many runs of a command of operators are killed. */
export const killed = Math.ceil(cycles / 5)

/** Settings under which contents take one way or the other to their files; servers take turns with them. */
export const waysOfContents = [{ SMALL_FILE_SIZE: '64KiB' }, { SMALL_FILE_SIZE: '0' }] as const

/** Says of a failure in which of many rounds it came about. */
export async function during<T>(round: string, work: Promise<T>): Promise<T> {
  return work.catch((cause: unknown) => {
    throw new Error(`${round} with CRASH_SEED=${seed}: ${(cause as Error).message}`, { cause })
  })
}
