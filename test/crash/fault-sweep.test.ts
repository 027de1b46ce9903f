import { expect, it } from 'vitest'
import { FileError } from '../../src/core/errors.js'
import type { FileRecord } from '../../src/core/file-record.js'
import { newId } from '../conformance/new-file.js'
import { FaultFs, nativeError } from '../storage/metadata/json/fault-fs.js'
import { all, insert, StorePlace } from '../storage/metadata/json/store-place.js'

type Store = Awaited<ReturnType<StorePlace['open']>>

/** What the callers know of each file: the record they were shown, or that it may be one of several. */
class Knowledge {
  private readonly possible = new Map<string, (FileRecord | undefined)[]>()

  async note(id: string, before: FileRecord | undefined, work: Promise<FileRecord | undefined>) {
    try {
      this.possible.set(id, [await work])
    } catch (error) {
      expect(error).toBeInstanceOf(FileError)
      const { code } = error as FileError
      expect(['STORE_UNAVAILABLE', 'INSUFFICIENT_STORAGE', 'DURABILITY_UNKNOWN']).toContain(code)
      // The change may be there after a restart; what it would be is of no concern here.
      if (code === 'DURABILITY_UNKNOWN') this.possible.delete(id)
      else if (!this.possible.has(id)) this.possible.set(id, [before])
    }
  }

  check(records: FileRecord[]): void {
    const found = new Map(records.map((record) => [record.id, record]))
    for (const [id, states] of this.possible) expect(states).toContainEqual(found.get(id))
  }
}

async function work(store: Store, knowledge: Knowledge): Promise<void> {
  for (let round = 0; round < 6; round++) {
    const id = newId()
    await knowledge.note(id, undefined, insert(store, { id }))
    const record = await store.get(id)
    if (record === undefined) continue
    if (round % 3 === 1) {
      const changed = store.update(id, { name: 'x' }, {}).then(({ after }) => after)
      await knowledge.note(id, record, changed)
    } else if (round % 3 === 2) {
      await knowledge.note(
        id,
        record,
        store.delete(id, {}).then(() => undefined)
      )
    }
  }
}

/** Runs everything with the nth call of the file system failing; false when there were not that many calls. */
async function runWithFault(nth: number, code: string, forEver: boolean): Promise<boolean> {
  const place = await StorePlace.make()
  const fs = new FaultFs({ withoutSync: true })
  const knowledge = new Knowledge()
  let calls = 0
  fs.intercept = () => {
    calls++
    if (calls === nth || (forEver && calls > nth)) throw nativeError(code)
    return undefined
  }
  try {
    const store = await place.open({ fs, limits: { journalLines: 4, retry: 1 } })
    await work(store, knowledge)
    await store.close()
  } catch (error) {
    expect(error).toBeInstanceOf(FileError)
  }
  const reopened = await place.open()
  knowledge.check(all(reopened))
  await work(reopened, knowledge)
  await reopened.close()
  knowledge.check(all(await place.open()))
  return calls >= nth
}

it.each([
  ['EIO', false],
  ['EIO', true],
  ['ENOSPC', false],
  ['ENOSPC', true],
  ['EMFILE', false],
  ['EACCES', true],
])(
  'keeps what was confirmed whichever call fails with %s (for ever: %s)',
  async (code, forEver) => {
    let nth = 1
    while (await runWithFault(nth, code, forEver)) nth++
    expect(nth).toBeGreaterThan(30)
  },
  60_000
)
