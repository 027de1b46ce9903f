import { describe, expect, test } from 'vitest'
import { planRepair } from '../../../src/core/upkeep/repair.js'
import { openRepair } from '../../../src/storage/embedded/open-repair.js'
import type { Fs } from '../../../src/storage/fs/fs.js'
import { MemoryFs } from '../../support/fs/memory-fs.js'
import { cutsOf, faultsOf, isRefused, type Operation, startOn } from '../support/operation.js'
import { filesOf, usedStore } from '../support/stores.js'

async function repair(fs: Fs, acceptEdited: boolean): Promise<void> {
  const permissions = { cutJournal: true, dropMissing: true, giveUpForeign: true, acceptEdited }
  const site = await openRepair({ fs, directory: '/data', force: true })
  try {
    const { work } = await planRepair(site, permissions, () => {})
    await site.carryOut(work)
  } finally {
    await site.close()
  }
}

const edited = 'an edited snapshot'

type Files = Record<string, Buffer>

const flip = (files: Files, path: string, at: number) => {
  const bytes = files[path] as Buffer
  bytes[at] = (bytes[at] ?? 0) ^ 1
}

const damages: readonly (readonly [title: string, spoil: (files: Files) => void])[] = [
  ['a damaged snapshot', (files) => flip(files, '/data/metadata.json', 300)],
  ['a damaged journal', (files) => flip(files, '/data/journal.2.log', 500)],
  [
    'a damaged snapshot and a damaged journal',
    (files) => {
      flip(files, '/data/metadata.json', 300)
      flip(files, '/data/journal.1.log', 700)
    },
  ],
  [
    edited,
    (files) => {
      const text = String(files['/data/metadata.json'])
      files['/data/metadata.json'] = Buffer.from(text.replace('"text/plain"', '"text/html"'))
    },
  ],
  [
    'a missing content and one without a record',
    (files) => {
      const [path = ''] = Object.keys(files).filter((name) => name.startsWith('/data/content/'))
      delete files[path]
      files['/data/content/nobody-has-a-record-x'] = Buffer.from('x')
    },
  ],
]

async function damaged(title: string, spoil: (files: Files) => void) {
  const files = filesOf(await usedStore())
  spoil(files)
  const run = (fs: Fs) => repair(fs, title === edited)
  const operation: Operation = { before: MemoryFs.of(files), run }
  const repaired = operation.before.settled()
  await run(repaired)
  const [before, after] = [await startOn(operation.before), await startOn(repaired)]
  expect(isRefused(after)).toBe(false)
  expect(JSON.parse(after).length).toBeGreaterThan(0)
  const originals = Object.entries(files).filter(([, bytes]) => bytes.length > 0)
  const lost = (fs: MemoryFs) => {
    const kept = [...fs.files().values()]
    return originals.filter(([, bytes]) => !kept.some((other) => other.equals(bytes)))
  }
  return { operation, before, after, lost }
}

describe.each(damages)('a repair of %s', (title, spoil) => {
  test('that a power cut ends after any call has lost no original, and can be made again', async () => {
    const { operation, before, after, lost } = await damaged(title, spoil)
    let states = 0
    for await (const { fs, place } of cutsOf(operation)) {
      states++
      expect([before, after], place).toContain(await startOn(fs))
      expect(lost(fs), place).toEqual([])
      await operation.run(fs)
      expect(await startOn(fs), place).toBe(after)
      expect(lost(fs), place).toEqual([])
    }
    expect(states).toBeGreaterThan(15)
  })

  test.each([
    ['EIO', false],
    ['ENOSPC', true],
    ['EACCES', true],
  ])(
    'that fails with %s at any call (for ever: %s) has lost no original, and can be made again',
    async (failure, forEver) => {
      const { operation, before, after, lost } = await damaged(title, spoil)
      for await (const { fs, place } of faultsOf(operation, { failure, forEver })) {
        expect([before, after], place).toContain(await startOn(fs))
        expect(lost(fs), place).toEqual([])
        await operation.run(fs)
        expect(await startOn(fs), place).toBe(after)
      }
    }
  )
})
