import type { StoreTarget } from '../ports/store-target.js'
import type { StoreView } from '../ports/store-view.js'
import { type Copied, copyContents } from './copy-contents.js'
import type { OnProgress } from './progress.js'

interface BackUpOptions {
  readonly source: StoreView
  readonly target: StoreTarget
  readonly onProgress: OnProgress
}

/**
 * Makes the target a copy of the store as it is at one moment between the call and its end. Faulty files keep their
 * records, and the bytes that an earlier backup has of them.
 */
export async function backUp(options: BackUpOptions): Promise<Copied> {
  const { target } = options
  const copied = await copyContents(options)
  await target.commit(copied.view)
  await target.tidy()
  return copied
}

/**
 * Makes the target, which is empty, the store again that the source is a copy of. Where a file of it is faulty,
 * nothing is restored unless that is `accepted`: then its record comes back without its content.
 */
export async function restore(
  options: BackUpOptions & { readonly acceptFaults: boolean }
): Promise<Copied & { readonly restored: boolean }> {
  const { target, acceptFaults } = options
  let restored = false
  try {
    const copied = await copyContents(options)
    restored = acceptFaults || copied.faults.length === 0
    if (restored) await target.commit(copied.view)
    return { ...copied, restored }
  } finally {
    if (!restored) await target.tidy()
  }
}
