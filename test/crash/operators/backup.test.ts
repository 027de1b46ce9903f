import { describe, expect, test } from 'vitest'
import { backUp } from '../../../src/core/upkeep/back-up.js'
import { openBackup } from '../../../src/storage/embedded/open-backup.js'
import { openView } from '../../../src/storage/embedded/open-view.js'
import type { Fs } from '../../../src/storage/fs/fs.js'
import { MemoryFs } from '../../support/fs/memory-fs.js'
import { cutsOf, faultsOf, isRefused, type Left, startOn } from '../support/operation.js'
import { laterOf, usedStore } from '../support/stores.js'

const backUpOf = (store: MemoryFs) => async (fs: Fs) => {
  const source = openView(store, '/data')
  const { facts } = await source.read()
  const { storeId } = facts
  const target = await openBackup({ fs, directory: '/data', storeId, report: () => {} })
  try {
    await backUp({ source, target, onProgress: () => {} })
  } finally {
    await target.close()
  }
}

const contentCount = (fs: MemoryFs) => fs.files('/data/content').size

/** A first backup, and one of the same store later. */
async function backups() {
  const store = await usedStore()
  const later = await laterOf(store)
  const first = { before: new MemoryFs(), run: backUpOf(store) }
  const done = new MemoryFs()
  await first.run(done)
  return {
    first,
    second: { before: done, run: backUpOf(later) },
    old: await startOn(store),
    new: await startOn(later),
  }
}

const failures = [
  ['EIO', false],
  ['ENOSPC', true],
  ['EMFILE', true],
] as const

type Check = (left: Left) => Promise<void>

describe('a first backup', () => {
  const check = async (): Promise<{
    first: Awaited<ReturnType<typeof backups>>['first']
    check: Check
  }> => {
    const { first, old } = await backups()
    return {
      first,
      check: async ({ fs, place }) => {
        const outcome = await startOn(fs)
        // Before its marker is there, nothing is, and nothing is what was there before.
        const isBegun = fs.files('/data/BACKUP').size > 0
        if (outcome !== old)
          expect(isRefused(outcome) || !isBegun, `${place}: ${outcome}`).toBe(true)
        await first.run(fs)
        expect(await startOn(fs), place).toBe(old)
        expect(contentCount(fs), place).toBe(JSON.parse(old).length)
      },
    }
  }

  test('that a power cut ends after any call is whole or refused, and the next one completes it', async () => {
    const { first, check: requireRight } = await check()
    for await (const left of cutsOf(first)) await requireRight(left)
  })

  test.each(failures)(
    'that fails with %s (for ever: %s) is whole or refused, too',
    async (failure, forEver) => {
      const { first, check: requireRight } = await check()
      for await (const left of faultsOf(first, { failure, forEver })) await requireRight(left)
    }
  )
})

describe('a later backup', () => {
  const check = async () => {
    const { second, old, new: now } = await backups()
    expect(now).not.toBe(old)
    const requireRight: Check = async ({ fs, place }) => {
      expect([old, now], place).toContain(await startOn(fs))
      await second.run(fs)
      expect(await startOn(fs), place).toBe(now)
      expect(contentCount(fs), place).toBe(JSON.parse(now).length)
    }
    return { second, requireRight }
  }

  test('that a power cut ends after any call is the earlier one or the new one', async () => {
    const { second, requireRight } = await check()
    for await (const left of cutsOf(second)) await requireRight(left)
  })

  test.each(failures)(
    'that fails with %s (for ever: %s) is one of them, too',
    async (failure, forEver) => {
      const { second, requireRight } = await check()
      for await (const left of faultsOf(second, { failure, forEver })) await requireRight(left)
    }
  )
})
