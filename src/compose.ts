import type { Config } from '../schemas/config.js'
import type { Readiness } from '../schemas/system.js'
import { FileError } from './core/errors.js'
import { FileService } from './core/file-service.js'
import { ForeignContentsError } from './core/foreign-contents.js'
import type { Measure } from './core/measure.js'
import type { RepairSite } from './core/ports/repair-site.js'
import type { StoreTarget } from './core/ports/store-target.js'
import type { StoreView } from './core/ports/store-view.js'
import { checkReadiness } from './core/readiness.js'
import { reconcile } from './core/reconcile.js'
import type { Report } from './core/report.js'
import type { StoreUsage } from './core/store-usage.js'
import { CachedContentStore } from './storage/content/cache/cached-content-store.js'
import { openSpooledContents } from './storage/content/directory/spool/open-spooled-contents.js'
import { isUnfinishedBackup, openBackup as openBackupIn } from './storage/embedded/open-backup.js'
import { openRepair as openRepairIn } from './storage/embedded/open-repair.js'
import { openRestore as openRestoreIn } from './storage/embedded/open-restore.js'
import { openView } from './storage/embedded/open-view.js'
import { TargetError } from './storage/embedded/target-error.js'
import { nativeCode } from './storage/fs/errors.js'
import { nodeFs } from './storage/fs/node-fs.js'
import { DirectoryLock } from './storage/lock/directory-lock.js'
import { DirectoryLockedError } from './storage/lock/directory-locked-error.js'
import { JsonMetadataStore } from './storage/metadata/json/json-metadata-store.js'
import { StoreCorruptError } from './storage/metadata/json/store-corrupt-error.js'
import { StoreMissingError } from './storage/metadata/json/store-missing-error.js'

/** The service on its stores, and what ends it. */
export interface Composed {
  readonly service: FileService
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

/** Why an operator's command cannot go on, in one line; undefined where it is a fault of the program. */
export function explainFailure(error: unknown): StartError | undefined {
  if (error instanceof StartError) return error
  const isKnown =
    error instanceof StoreCorruptError ||
    error instanceof StoreMissingError ||
    error instanceof DirectoryLockedError ||
    error instanceof TargetError ||
    error instanceof FileError ||
    nativeCode(error)?.startsWith('E') === true
  return isKnown ? new StartError(...explain(error), error) : undefined
}

/** What the stores tell whoever runs them. */
interface Listeners {
  readonly report: Report
  readonly measure: Measure
}

/** Opens the embedded stores in the data directory. Throws `StartError`. */
export async function compose(config: Config, listeners: Listeners): Promise<Composed> {
  try {
    return await openEmbedded(config, listeners)
  } catch (error) {
    throw new StartError(...explain(error, config.DATA_DIR), error)
  }
}

async function openEmbedded(config: Config, { report, measure }: Listeners): Promise<Composed> {
  const { DATA_DIR: directory, MIN_FREE_SPACE: minFreeSpace, MAX_FILE_SIZE: maxFileSize } = config
  const fs = nodeFs
  await fs.makeDirectory(directory)
  let records: JsonMetadataStore | undefined
  // Whatever can no longer be trusted, nothing at all is acknowledged any more.
  const guarded: Report = (level, message, cause) => {
    report(level, message, cause)
    if (level === 'fatal') records?.abandon(message)
  }
  const onLost = () => guarded('fatal', 'Another process took over the data directory')
  const lock = await DirectoryLock.acquire(directory, { fs, force: config.FORCE_UNLOCK, onLost })
  const opened: { close(): Promise<void> }[] = [{ close: () => lock.release() }]
  const close = async () => {
    for (const part of opened.splice(0).reverse()) await part.close()
  }
  try {
    const stillOwned = () => lock.stillOwned()
    const isBackup = await isUnfinishedBackup(fs, directory)
    // The metadata first: it refuses to begin anew beside contents that are already there.
    const metadata = await JsonMetadataStore.open({
      directory,
      fs,
      report,
      measure,
      stillOwned,
      mayCreate: !isBackup,
    })
    opened.push(metadata)
    records = metadata
    const files = await openSpooledContents({
      directory,
      fs,
      minFreeSpace,
      largest: config.SMALL_FILE_SIZE,
      backlog: config.SMALL_FILE_BACKLOG,
      report: guarded,
      measure,
    })
    opened.push(files)
    const contents = new CachedContentStore(files, config.SMALL_FILE_CACHE)
    const orphansExpected = isBackup
    const { missing } = await reconcile({ contents: files, metadata, report, orphansExpected })
    const completeness = { check: async () => requireComplete(missing) }
    return {
      service: new FileService({ contents, metadata, maxFileSize, report }),
      readiness: () => checkReadiness({ metadata, contents, completeness }),
      usage: { totals: () => metadata.totals(), room: () => contents.room() },
      close,
    }
  } catch (error) {
    await close()
    throw error
  }
}

function requireComplete(missing: number): void {
  if (missing === 0) return
  throw new FileError('CONTENT_MISSING', {
    detail: `The content of ${missing} files was missing at the start`,
  })
}

function explain(error: unknown, directory?: string): [string, number] {
  if (error instanceof StoreCorruptError || error instanceof StoreMissingError) {
    return [error.message, 65]
  }
  if (error instanceof DirectoryLockedError) return [error.message, 75]
  if (error instanceof TargetError) return [error.message, 73]
  const { message, cause } = error as Error
  const reason = error instanceof FileError && cause instanceof Error ? cause.message : message
  const place = directory === undefined ? '' : `The data directory ${directory} cannot be used: `
  return [place + reason, error instanceof ForeignContentsError ? 65 : 74]
}
