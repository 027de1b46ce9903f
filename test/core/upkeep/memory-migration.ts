import type { FileRecord } from '../../../src/core/file-record.js'
import { compareCreation } from '../../../src/core/list-order.js'
import type { MigrationSource, MigrationTarget } from '../../../src/core/ports/migration.js'
import { MemoryContentStore } from '../memory-content-store.js'
import type { MemoryStoreView } from './memory-store-view.js'

/** A store in memory as the source of a migration. */
export const migrationSource = (
  view: MemoryStoreView,
  check: () => void = () => {}
): MigrationSource => ({
  storeId: 'memory',
  count: async () => view.recordsById.size,
  async *records() {
    yield* (await view.read()).records()
  },
  contents: view.contents,
  check: async () => check(),
})

/** A target in memory, which remembers what came in which order. */
export class MemoryMigration implements MigrationTarget {
  isResumed = false
  readonly contents = new MemoryContentStore()
  readonly adopted: FileRecord[] = []
  readonly done: string[] = []

  constructor() {
    this.contents.before = (method, key) => {
      if (method === 'publish') this.done.push(`content ${key}`)
    }
  }

  async *records() {
    yield* this.adopted.toSorted(compareCreation)
  }

  async holds({ contentKey, size }: FileRecord): Promise<boolean> {
    return this.contents.contents.get(contentKey)?.length === size
  }

  async adopt(records: readonly FileRecord[]): Promise<void> {
    for (const record of records) this.done.push(`record ${record.id}`)
    this.adopted.push(...records)
  }

  async finish(): Promise<void> {
    this.done.push('finish')
  }
}
