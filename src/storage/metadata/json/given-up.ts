import type { GivenUp } from '../../../core/ports/repair-site.js'
import type { Fs } from '../../fs/fs.js'
import { readEntry } from './journal-entry.js'
import { decodeLine, journalSeed } from './journal-line.js'
import { readLines } from './read-lines.js'

interface Tally {
  lines: number
  unreadable: number
  readonly changes: GivenUp[]
}

interface Rest {
  readonly path: string
  readonly offset: number
  readonly storeId: string
  readonly generation: number
}

/** Adds to the tally what a journal says from one place on; each line has a checksum of its own. */
export async function tallyGivenUp(fs: Fs, rest: Rest, tally: Tally): Promise<void> {
  const seed = journalSeed(rest.storeId, rest.generation)
  const file = await fs.open(rest.path, 'read')
  try {
    await readLines(file, rest.offset, ({ bytes }) => {
      const change = changeIn(bytes, seed)
      if (change === 'header') return true
      tally.lines++
      if (change === undefined) tally.unreadable++
      else tally.changes.push(change)
      return true
    })
  } finally {
    await file.close()
  }
}

function changeIn(bytes: Buffer, seed: number): GivenUp | 'header' | undefined {
  try {
    const value = decodeLine(bytes, seed)
    if (value === undefined) return undefined
    const entry = readEntry(value)
    if (entry.o === 'hdr') return 'header'
    if (entry.o === 'put') return { change: 'put', id: entry.file.id, name: entry.file.name }
    const name = entry.o === 'meta' ? entry.change.name : undefined
    return { change: entry.o, id: entry.id, ...(name !== undefined && { name }) }
  } catch {
    return undefined
  }
}
