import { FileError } from './errors.js'
import { newKey } from './keys.js'
import type { MetadataStore } from './ports/metadata-store.js'
import type { StoreMark } from './ports/store-mark.js'

/** Records and contents are of different stores. Nothing was changed. */
export class UnpairedStoresError extends FileError {
  constructor(records: string | undefined, contents: string | undefined) {
    const named = (id: string | undefined) => (id === undefined ? 'no store' : `the store ${id}`)
    const onPurpose =
      records === undefined
        ? 'needs its object `store-id` removed, or `filedrop admin migrate`'
        : `needs ${records} in the object \`store-id\``
    super('STORE_UNAVAILABLE', {
      detail:
        `The contents are those of ${named(contents)}, beside records of ${named(records)}: they do not belong together. ` +
        'Nothing was changed. Name the database, CONTENT_STORE, bucket and S3_PREFIX that do; what was put together on ' +
        `purpose ${onPurpose}, and a migration that did not end needs to be run again`,
    })
  }
}

/** Records, with the mark that says of which store they are. */
interface MarkedRecords {
  readonly mark: StoreMark
  readonly metadata: Pick<MetadataStore, 'totals'>
}

/**
 * Makes both of them remember the same id when they meet for the first time, and throws `UnpairedStoresError` where they
 * have met others, or where there are files already of which these contents cannot be. Any number of replicas may do so
 * at once: the records have the say, and only one that found no mark at the contents, which get it last, makes a new one.
 */
export async function pairStores(records: MarkedRecords, contents: StoreMark): Promise<void> {
  const marked = (await contents.storeId()) ?? (await marksOfFiles(records, contents))
  const id = await (marked === undefined ? records.mark.claim(newKey()) : records.mark.storeId())
  const theirs = marked ?? (await contents.claim(id as string))
  if (id !== theirs) throw new UnpairedStoresError(id, theirs)
}

/** What another replica has made of the contents meanwhile where there are files, none of which can be without it. */
async function marksOfFiles(
  { mark, metadata }: MarkedRecords,
  contents: StoreMark
): Promise<string | undefined> {
  const { files } = await metadata.totals()
  const marked = await contents.storeId()
  if (files > 0 && marked === undefined) {
    throw new UnpairedStoresError(await mark.storeId(), undefined)
  }
  return marked
}

/** Throws `UnpairedStoresError` where the records have met contents that have a mark, which these have not. */
export async function requireUnpaired(records: StoreMark): Promise<void> {
  const id = await records.storeId()
  if (id !== undefined) throw new UnpairedStoresError(id, undefined)
}
