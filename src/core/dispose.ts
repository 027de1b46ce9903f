import type { ContentFacts } from './file-record.js'
import type { ContentStore } from './ports/content-store.js'
import type { Report } from './report.js'

interface DisposeOptions {
  readonly contents: ContentStore
  readonly report: Report
}

/** Removes bytes that no record names any more. The change is already acknowledged: what fails here is an orphan for later. */
export async function dispose(
  { contentKey }: ContentFacts,
  { contents, report }: DisposeOptions
): Promise<void> {
  try {
    await contents.delete(contentKey)
  } catch (error) {
    report('warn', 'Content that is no longer needed could not be removed', error)
  }
}
