import { someBytes } from '../../conformance/content-bytes.js'
import type { Clerk } from './clerk.js'

/** So many that they are written in two goes, as a content of several megabytes is. */
const manyChunks = (seed: number): Uint8Array[] => {
  const bytes = someBytes(2700, seed)
  return Array.from({ length: 540 }, (_, i) => bytes.subarray(i * 5, i * 5 + 5))
}

interface Pauses {
  /** Resolves when the journal has been synced without being asked to by a change. */
  readonly countsSynced: () => Promise<void>
}

/** Everything that can be done to files, one after the other and together. */
export async function fullLife(clerk: Clerk, { countsSynced }: Pauses): Promise<void> {
  const empty = await clerk.upload('empty.txt', { chunks: [] })
  const small = await clerk.upload('a b.txt', { chunks: [someBytes(10)], publish: 'a_b.txt' })
  const large = await clerk.upload('large.txt', { chunks: manyChunks(1) })
  await clerk.replace(small, [someBytes(700, 2)])
  await clerk.describe(empty, { name: 'renamed.txt' })
  await clerk.download(large)
  await clerk.download(large)
  await clerk.describe(large, { type: 'image/png' })
  const counted = countsSynced()
  await Promise.all([clerk.download(small), clerk.download(empty)])
  await counted
  await clerk.remove(empty)
  const [, , , third] = await Promise.all([
    clerk.replace(large, [someBytes(30, 3)]),
    clerk.describe(small, { name: 'small too.txt' }),
    clerk.upload('one.txt', { chunks: [someBytes(600, 4)] }),
    clerk.upload('a_b.txt', { chunks: [someBytes(5, 5)], publish: 'a_b.txt' }),
    clerk.upload('three.txt', { chunks: [] }),
  ])
  await clerk.download(small)
  await clerk.replace(third, manyChunks(6), 'two anew.txt')
  await clerk.remove(large)
  await clerk.remove(third)
  const rest = await clerk.upload('rest.txt', { chunks: [someBytes(20, 7)] })
  await clerk.replace(rest, [])
  await clerk.replace(small, manyChunks(8))
  await Promise.all([clerk.download(rest), clerk.remove(small)])
  await clerk.upload('last.txt', { chunks: [someBytes(1, 9)], publish: 'last.txt' })
}

/** The same in few calls, for being done over and over; `sign` tells its files from those of another run. */
export async function shortLife(clerk: Clerk, sign: string): Promise<void> {
  const first = await clerk.upload(`${sign} first`, { chunks: manyChunks(1) })
  const second = await clerk.upload(`${sign}-2`, {
    chunks: [someBytes(10)],
    publish: `${sign}-2`,
  })
  await clerk.replace(first, [someBytes(700, 2)])
  await clerk.download(second)
  await Promise.all([
    clerk.describe(second, { name: 'renamed' }),
    clerk.upload(`${sign} third`, { chunks: [] }),
    clerk.upload(`${sign} fourth`, { chunks: [someBytes(30, 3)] }),
  ])
  await clerk.remove(first)
  await clerk.download(second)
  await clerk.upload(`${sign} fifth`, { chunks: [someBytes(40, 4)] })
}
