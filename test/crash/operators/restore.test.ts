import { expect, test } from 'vitest'
import { restore } from '../../../src/core/upkeep/back-up.js'
import { openRestore } from '../../../src/storage/embedded/open-restore.js'
import { openView } from '../../../src/storage/embedded/open-view.js'
import { TargetError } from '../../../src/storage/embedded/target-error.js'
import type { Fs } from '../../../src/storage/fs/fs.js'
import { MemoryFs } from '../../support/fs/memory-fs.js'
import { cutsOf, faultsOf, isRefused, type Left, startOn } from '../support/operation.js'
import { usedStore } from '../support/stores.js'

async function restoring() {
  const backup = await usedStore()
  const run = async (fs: Fs) => {
    const source = openView(backup, '/data')
    const target = await openRestore({ fs, directory: '/data', minFreeSpace: 0, report: () => {} })
    try {
      await restore({ source, target, acceptFaults: false, onProgress: () => {} })
    } finally {
      await target.close()
    }
  }
  const whole = await startOn(backup)
  /** Either all is there, or a server refuses, or there is nothing at all; what is not whole is restored again. */
  const requireRight = async ({ fs, place }: Left) => {
    const outcome = await startOn(fs)
    const files = [...fs.files('/data').keys()].filter((path) => !path.startsWith('/data/LOCK'))
    if (outcome === whole) return
    if (!isRefused(outcome))
      expect([files.filter(hasBytes(fs)), outcome], place).toEqual([[], '[]'])
    const again = await run(fs).catch((error: unknown) => error)
    if (again === undefined) expect(await startOn(fs), place).toBe(whole)
    else expect(again, place).toBeInstanceOf(TargetError)
  }
  return { operation: { before: new MemoryFs(), run }, requireRight }
}

const hasBytes = (fs: MemoryFs) => (path: string) => (fs.files(path).get(path)?.length ?? 0) > 0

test('a restore that a power cut ends after any call is whole, refused by a server, or nothing', async () => {
  const { operation, requireRight } = await restoring()
  for await (const left of cutsOf(operation)) await requireRight(left)
})

test.each([
  ['EIO', false],
  ['ENOSPC', true],
  ['EMFILE', true],
] as const)(
  'a restore that fails with %s (for ever: %s) is whole, refused by a server, or nothing',
  async (failure, forEver) => {
    const { operation, requireRight } = await restoring()
    for await (const left of faultsOf(operation, { failure, forEver })) await requireRight(left)
  }
)
