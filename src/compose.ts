import type { Config } from '../schemas/config.js'
import type { Readiness } from '../schemas/system.js'
import { holdDirectory } from './compose/hold-directory.js'
import { keepOpen } from './compose/keep-open.js'
import { openContents } from './compose/open-contents.js'
import { openJsonMetadata, openSharedMetadata } from './compose/open-metadata.js'
import { type MigrationSettings, openMigration } from './compose/open-migration.js'
import { openUploads } from './compose/open-uploads.js'
import { s3SettingsOf } from './compose/s3-settings-of.js'
import { isEmbedded, sameParts } from './compose/same-parts.js'
import { sharedUploads } from './compose/shared-uploads.js'
import { withNotes } from './compose/with-notes.js'
import { FileError } from './core/errors.js'
import { FileService } from './core/file-service.js'
import { ForeignContentsError } from './core/foreign-contents.js'
import type { Measure } from './core/measure.js'
import { pairStores, requireUnpaired, UnpairedStoresError } from './core/pair-stores.js'
import type { RepairSite } from './core/ports/repair-site.js'
import type { StoreTarget } from './core/ports/store-target.js'
import type { StoreView } from './core/ports/store-view.js'
import { checkReadiness } from './core/readiness.js'
import { reconcile } from './core/reconcile.js'
import type { Report } from './core/report.js'
import type { ResumableUploads } from './core/resumable-uploads.js'
import type { StoreUsage } from './core/store-usage.js'
import { type Migrated, migrate } from './core/upkeep/migrate.js'
import { MigrationError } from './core/upkeep/migration-error.js'
import type { OnProgress } from './core/upkeep/progress.js'
import { CachedContentStore } from './storage/content/cache/cached-content-store.js'
import { S3StartError } from './storage/content/s3/s3-start-error.js'
import { openBackup as openBackupIn } from './storage/embedded/open-backup.js'
import { openRepair as openRepairIn } from './storage/embedded/open-repair.js'
import { openRestore as openRestoreIn } from './storage/embedded/open-restore.js'
import { openView } from './storage/embedded/open-view.js'
import { TargetError } from './storage/embedded/target-error.js'
import { UnfinishedError } from './storage/embedded/unfinished-error.js'
import { nativeCode } from './storage/fs/errors.js'
import { nodeFs } from './storage/fs/node-fs.js'
import { DirectoryLockedError } from './storage/lock/directory-locked-error.js'
import { StoreCorruptError } from './storage/metadata/json/store-corrupt-error.js'
import { StoreMissingError } from './storage/metadata/json/store-missing-error.js'

/** The service on its stores, and what ends it. */
export interface Composed {
  readonly service: FileService
  /** Absent where the stores cannot keep uploads that come in several requests. */
  readonly uploads?: ResumableUploads
  readonly readiness: () => Promise<Readiness>
  readonly usage: StoreUsage
  /** Writes what is not written yet and lets go of the data directory. */
  readonly close: () => Promise<void>
}

/** Why the service does not start, in one line, with the exit status that says it to a supervisor (sysexits.h). */
export class StartError extends Error {
  override readonly name = 'StartError'

  constructor(
    message: string,
    readonly exitCode: number,
    cause: unknown
  ) {
    super(message, { cause })
  }
}

/** The store in a data directory, to be looked at without being changed or locked. */
export const inspect = (directory: string): StoreView => openView(nodeFs, directory)

/** A directory that is a backup of the store with this id, or becomes one; locked until it is closed. */
export const openBackup = (
  directory: string,
  storeId: string,
  report: Report
): Promise<StoreTarget> => openBackupIn({ fs: nodeFs, directory, storeId, report })

/** The data directory of the configuration, in which there is nothing yet; locked until it is closed. */
export const openRestore = (config: Config, report: Report): Promise<StoreTarget> =>
  openRestoreIn({
    fs: nodeFs,
    directory: config.DATA_DIR,
    minFreeSpace: config.MIN_FREE_SPACE,
    report,
  })

/** The data directory of the configuration, locked for a repair until it is closed. */
export const openRepair = (config: Config): Promise<RepairSite> =>
  openRepairIn({ fs: nodeFs, directory: config.DATA_DIR, force: config.FORCE_UNLOCK })

/** Makes the bucket of the configuration, unless it is there already, and says which of the two. */
export async function createBucket(config: Config): Promise<{ created: boolean }> {
  const { createBucket: create } = await import('./storage/content/s3/create-bucket.js')
  return create(s3SettingsOf(config))
}

interface MigrateStoreOptions extends MigrationSettings {
  /** Whether files with a faulty content are left behind. */
  readonly acceptFaults: boolean
  readonly onProgress: OnProgress
}

/** The settings that keep these two from being source and target, with the reason: both name one place. */
export const sharedPlaces = (from: Config, to: Config): string[] => sameParts(from, to)

/** Moves what is in one store to the other one. What it throws, `explainFailure` explains. */
export async function migrateStore(options: MigrateStoreOptions): Promise<Migrated> {
  try {
    const { source, target, close } = await openMigration(options)
    try {
      return await migrate({ ...options, source, target })
    } finally {
      await close()
    }
  } catch (error) {
    const { from, to } = options
    const isLocal = isEmbedded(from.config) && isEmbedded(to.config)
    if (isLocal || !(error instanceof FileError)) throw error
    throw new StartError(explain(error)[0], unavailable, error)
  }
}

/** Why an operator's command cannot go on, in one line; undefined where it is a fault of the program. */
export function explainFailure(error: unknown): StartError | undefined {
  if (error instanceof StartError) return error
  const isKnown =
    error instanceof StoreCorruptError ||
    error instanceof StoreMissingError ||
    error instanceof DirectoryLockedError ||
    error instanceof TargetError ||
    error instanceof UnfinishedError ||
    error instanceof MigrationError ||
    error instanceof S3StartError ||
    error instanceof FileError ||
    nativeCode(error)?.startsWith('E') === true
  return isKnown ? new StartError(...explain(error), error) : undefined
}

/** What the stores tell whoever runs them. */
interface Listeners {
  readonly report: Report
  readonly measure: Measure
}

/** Opens the stores of the configuration. Throws `StartError`. */
export async function compose(config: Config, listeners: Listeners): Promise<Composed> {
  try {
    return await openStores(config, listeners)
  } catch (error) {
    if (error instanceof StartError) throw error
    throw new StartError(...explain(error, config.DATA_DIR), error)
  }
}

async function openStores(config: Config, { report, measure }: Listeners): Promise<Composed> {
  const isShared = config.METADATA_STORE !== 'json'
  const { keep, close } = keepOpen()
  let abandon = (_reason: string) => {}
  // Whatever can no longer be trusted, nothing at all is acknowledged any more.
  const guarded: Report = (level, message, cause) => {
    report(level, message, cause)
    if (level === 'fatal') abandon(message)
  }
  try {
    const onLost = () => guarded('fatal', 'Another process took over the data directory')
    const usesDirectory = !isShared || config.CONTENT_STORE === 'directory'
    const directory = usesDirectory ? keep(await holdDirectory(config, onLost)) : undefined
    // The metadata first: it refuses to begin anew beside contents that are already there.
    const records =
      isShared || !directory
        ? await openSharedMetadata(config, report).catch(refuseDatabase)
        : await openJsonMetadata(config, directory, { report, measure })
    const metadata = keep(records.metadata)
    abandon = records.abandon
    const stored = keep(await openContents(config, { report: guarded, measure }))
    if (stored.mark) await pairStores(records, stored.mark).catch(refuseDatabase)
    else if (isShared) await requireUnpaired(records.mark).catch(refuseDatabase)
    const { inventory } = stored
    const unfinished = isShared
      ? sharedUploads(config, { ...records, ...stored, report })
      : await stored.openUnfinished?.(async (id) => (await metadata.get(id)) !== undefined)
    const orphansExpected = directory?.isBackup ?? false
    // Where the keys cannot all be looked at, what is missing is found by whoever asks for it.
    const found =
      inventory && (await reconcile({ ...records, contents: inventory, report, orphansExpected }))
    const completeness = { check: async () => requireComplete(found?.missing ?? 0) }
    const { notes } = records
    const kept = notes ? keep(withNotes({ ...stored, notes, report })) : stored
    const contents = new CachedContentStore(kept.contents, config.SMALL_FILE_CACHE)
    const uploads =
      unfinished && keep(openUploads(config, { ...records, uploads: unfinished, contents, report }))
    return {
      service: new FileService({
        contents,
        metadata,
        maxFileSize: config.MAX_FILE_SIZE,
        report,
        isNoted: notes !== undefined,
        ...(unfinished && { uploads: unfinished }),
      }),
      ...(uploads && { uploads: uploads.service }),
      readiness: () => checkReadiness({ metadata, contents, completeness }),
      usage: { totals: () => metadata.totals(), room: () => contents.room() },
      close,
    }
  } catch (error) {
    await close()
    throw error
  }
}

/** EX_UNAVAILABLE of sysexits.h. */
const unavailable = 69

function refuseDatabase(error: unknown): never {
  if (!(error instanceof FileError)) throw error
  throw new StartError(
    error.message,
    error instanceof UnpairedStoresError ? 65 : unavailable,
    error
  )
}

function requireComplete(missing: number): void {
  if (missing === 0) return
  throw new FileError('CONTENT_MISSING', {
    detail: `The content of ${missing} files was missing at the start`,
  })
}

function explain(error: unknown, directory?: string): [string, number] {
  if (
    error instanceof StoreCorruptError ||
    error instanceof StoreMissingError ||
    error instanceof UnfinishedError
  ) {
    return [error.message, 65]
  }
  if (error instanceof DirectoryLockedError) return [error.message, 75]
  if (error instanceof MigrationError) return [error.message, error.kind === 'in-use' ? 75 : 73]
  if (error instanceof TargetError) return [error.message, 73]
  if (error instanceof S3StartError) return [error.message, unavailable]
  const { message, cause } = error as Error
  const reason = error instanceof FileError && cause instanceof Error ? cause.message : message
  const place = directory === undefined ? '' : `The data directory ${directory} cannot be used: `
  return [place + reason, error instanceof ForeignContentsError ? 65 : 74]
}
