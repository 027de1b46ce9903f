import { env } from 'node:process'

/** How often a race is run: `HOSTILE_ROUNDS=200` looks longer for what happens seldom. */
export const rounds = Number(env.HOSTILE_ROUNDS ?? 4)

export const clients = 50

/** The same work for each client at once. */
export const together = <T>(count: number, work: (index: number) => Promise<T>): Promise<T[]> =>
  Promise.all(Array.from({ length: count }, (_, index) => work(index)))
