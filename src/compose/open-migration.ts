import type { StoreSettings } from '../config.js'
import type { MigrationSource, MigrationTarget } from '../core/ports/migration.js'
import type { Report } from '../core/report.js'
import { keepOpen } from './keep-open.js'
import { openMigrationSource } from './migration-source.js'
import { openMigrationTarget } from './migration-target.js'

export interface MigrationSettings {
  readonly from: StoreSettings
  readonly to: StoreSettings
  readonly report: Report
}

export interface Migration {
  readonly source: MigrationSource
  readonly target: MigrationTarget
  close(): Promise<void>
}

/** Both stores of a migration, the source first: nothing is made for one that cannot be read. */
export async function openMigration(settings: MigrationSettings): Promise<Migration> {
  const { from, to, report } = settings
  const { keep, close } = keepOpen()
  try {
    const source = await openMigrationSource({ ...from, report, keep })
    const target = await openMigrationTarget({ ...to, sourceId: source.storeId, report, keep })
    return { source, target, close }
  } catch (error) {
    await close()
    throw error
  }
}
