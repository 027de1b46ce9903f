import { afterEach, beforeEach, describe } from 'vitest'
import type { ContentStore } from '../../src/core/ports/content-store.js'
import { contentBackPressure } from './content-back-pressure.js'
import { contentReading } from './content-reading.js'
import { contentRemoval } from './content-removal.js'
import { contentStaging } from './content-staging.js'
import { conformanceTest, type Skips } from './skips.js'

/** A store of its own for one test. */
export interface ContentHarness {
  readonly store: ContentStore
  /** Closes and removes everything. */
  remove(): Promise<void>
}

/** What the parts of the suite share: the store under test and the means to declare a test on it. */
export interface ContentSuite {
  readonly test: ReturnType<typeof conformanceTest>
  store(): ContentStore
}

/**
 * Everything that src/core/ports/content-store.ts promises, as tests that use nothing but the port. `open` gives an
 * empty store each time. A store that cannot keep a promise skips the test by its title, with the reason.
 */
export function describeContentStore(
  name: string,
  open: () => Promise<ContentHarness>,
  skips: Skips = []
): void {
  describe(`content store: ${name}`, () => {
    let harness: ContentHarness
    beforeEach(async () => {
      harness = await open()
    })
    afterEach(() => harness.remove())

    const suite: ContentSuite = {
      test: conformanceTest(name, skips),
      store: () => harness.store,
    }
    contentStaging(suite)
    contentReading(suite)
    contentRemoval(suite)
    contentBackPressure(suite)
  })
}
