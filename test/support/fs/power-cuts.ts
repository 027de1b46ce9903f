import { seededRandom } from '../../core/seeded-random.js'

/** What a power cut leaves of what was not synced. */
export interface PowerCut {
  readonly name: string
  /** Whether one change of directories is on the disk; each is, or is not, as a whole. */
  keepsChange(): boolean
  /** What is on the disk of a file that holds `now`, and held `durable` when it was last synced. */
  keepsBytes(now: Buffer, durable: Buffer): Buffer
}

/** The unit in which a disk writes: half of one is never there. */
const sector = 512

const kept = (now: Buffer) => now
const lost = (_now: Buffer, durable: Buffer) => durable

const cut = (name: string, entries: 'kept' | 'lost', keepsBytes: PowerCut['keepsBytes']) => ({
  name,
  keepsChange: () => entries === 'kept',
  keepsBytes,
})

/** What a mere end of the process leaves, which is everything. */
export const nothingLost: PowerCut = cut('nothing was lost', 'kept', kept)
export const allUnsyncedLost: PowerCut = cut('all that was not synced', 'lost', lost)

export const fixedCuts: readonly PowerCut[] = [
  nothingLost,
  allUnsyncedLost,
  cut('bytes but not entries', 'kept', lost),
  cut('entries but not bytes', 'lost', kept),
  cut('bytes of a length that was kept: zeros', 'kept', (now, durable) =>
    bySector(now, durable, { length: now.length, isNew: () => false })
  ),
  cut('the second half of new bytes', 'kept', (now, durable) =>
    now.subarray(0, Math.ceil((Math.min(durable.length, now.length) + now.length) / 2))
  ),
  cut('the first sector of new bytes', 'kept', (now, durable) => {
    const first = Math.floor(durable.length / sector)
    return bySector(now, durable, { length: now.length, isNew: (at) => at !== first })
  }),
  cut('all from the last sector on', 'kept', (now, durable) =>
    bySector(now, durable, { length: lastSector(now, durable), isNew: () => true })
  ),
  cut('every other sector', 'kept', (now, durable) =>
    bySector(now, durable, { length: now.length, isNew: (at) => at % 2 === 1 })
  ),
]

/** Each change of a directory, and each sector of each file, is there or not, as the seed has it. */
export function mixedCut(seed: number): PowerCut {
  const random = seededRandom(seed)
  return {
    name: `mixed, seed ${seed}`,
    keepsChange: () => random() < 0.5,
    keepsBytes: (now, durable) => {
      if (now === durable) return now
      const lengths = [now.length, now.length, durable.length, lastSector(now, durable)]
      const length = lengths[Math.floor(random() * lengths.length)] ?? now.length
      const share = [0, 0.5, 0.5, 1][Math.floor(random() * 4)] ?? 1
      return bySector(now, durable, { length, isNew: () => random() < share })
    },
  }
}

const lastSector = (now: Buffer, durable: Buffer): number =>
  Math.max(Math.min(durable.length, now.length), now.length - (now.length % sector || sector))

interface Torn {
  readonly length: number
  readonly isNew: (sector: number) => boolean
}

function bySector(now: Buffer, durable: Buffer, { length, isNew }: Torn): Buffer {
  const bytes = Buffer.alloc(length)
  for (let at = 0; at < length; at += sector) {
    const source = isNew(at / sector) ? now : durable
    source.subarray(at, Math.min(at + sector, length)).copy(bytes, at)
  }
  return bytes
}
