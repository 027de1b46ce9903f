import { afterEach, beforeEach, describe } from 'vitest'
import type { MetadataStore } from '../../src/core/ports/metadata-store.js'
import { metadataChanges } from './metadata-changes.js'
import { metadataCounts } from './metadata-counts.js'
import { metadataLists } from './metadata-lists.js'
import { metadataPublished } from './metadata-published.js'
import { metadataRestarts } from './metadata-restarts.js'
import { metadataTotals } from './metadata-totals.js'
import { conformanceTest, type Skips } from './skips.js'

/** A store of its own for one test. */
export interface MetadataHarness {
  readonly store: MetadataStore
  /** Closes the store, if it is open, and opens the same records again. */
  reopen(): Promise<MetadataStore>
  /** Closes and removes everything. */
  remove(): Promise<void>
}

/** What the parts of the suite share: the store under test and the means to declare a test on it. */
export interface MetadataSuite {
  readonly test: ReturnType<typeof conformanceTest>
  store(): MetadataStore
  reopen(): Promise<MetadataStore>
}

/**
 * Everything that src/core/ports/metadata-store.ts promises, as tests that use nothing but the port. `open` gives an
 * empty store each time. A store that cannot keep a promise skips the test by its title, with the reason.
 */
export function describeMetadataStore(
  name: string,
  open: () => Promise<MetadataHarness>,
  skips: Skips = []
): void {
  describe(`metadata store: ${name}`, () => {
    let harness: MetadataHarness
    let store: MetadataStore
    beforeEach(async () => {
      harness = await open()
      store = harness.store
    })
    afterEach(() => harness.remove())

    const suite: MetadataSuite = {
      test: conformanceTest(name, skips),
      store: () => store,
      reopen: async () => {
        store = await harness.reopen()
        return store
      },
    }
    metadataChanges(suite)
    metadataCounts(suite)
    metadataPublished(suite)
    metadataLists(suite)
    metadataTotals(suite)
    metadataRestarts(suite)
  })
}
