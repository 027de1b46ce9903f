import { createHash } from 'node:crypto'
import { newKey } from '../core/keys.js'
import { MigrationError } from '../core/upkeep/migration-error.js'
import type { MigrationParts } from './migration-parts.js'

interface Admitted {
  /** What the id of the target will be. */
  readonly storeId: string
  /** Whether an earlier run of the same migration began it. */
  readonly isResumed: boolean
}

/**
 * Makes sure that there is nothing in the target, or what an earlier run from the same source has left, and leaves the
 * marks by which the next run knows that. The id of the source is in them. They keep every server from starting on the
 * target as well: a directory has a marker, and a bucket the id of a store that the database does not have yet.
 *
 * Throws `MigrationError` for any other target.
 */
export async function admitMigration(
  parts: MigrationParts,
  sourceId: string | undefined
): Promise<Admitted> {
  const { directory, bucket } = parts
  const begun = directory ? directory.storeId : await bucket?.mark.storeId()
  const suffix = suffixOf(sourceId)
  await (begun === undefined ? requireEmpty(parts) : requireUnfinished(parts, begun, suffix))
  const storeId = begun ?? newKey() + suffix
  await directory?.begin(storeId)
  if (bucket) requireSame(await bucket.mark.claim(storeId), storeId)
  return { storeId, isResumed: begun !== undefined }
}

/** Throws `MigrationError` where somebody else has claimed a part of the target. */
export function requireSame(claimed: string, storeId: string): void {
  if (claimed !== storeId) refuse(`was taken meanwhile, for the store ${claimed}`)
}

async function requireEmpty({ bucket, database }: MigrationParts): Promise<void> {
  const marked = await bucket?.mark.storeId()
  if (marked !== undefined) refuse(`has a bucket with the contents of the store ${marked}`)
  const object = await bucket?.objects().next()
  if (object?.value) refuse(`has the object ${object.value.key} in its bucket`)
  const owner = await database?.storeId()
  if (owner !== undefined) refuse(`has a database that belongs to the store ${owner}`)
  const [file] = (await database?.page({ sort: 'created', order: 'asc', limit: 1 })) ?? []
  if (file) refuse(`has the file ${file.id} in its database`)
}

async function requireUnfinished(
  { bucket, database }: MigrationParts,
  begun: string,
  suffix: string
): Promise<void> {
  const [marked = begun, owner] = [await bucket?.mark.storeId(), await database?.storeId()]
  const isOurs = begun.endsWith(suffix)
  if (isOurs && owner === begun) refuse('is complete already')
  if (!isOurs || marked !== begun || owner !== undefined) {
    refuse(`is another store, or what the migration of another one has left (${marked})`)
  }
}

function refuse(reason: string): never {
  throw new MigrationError('unfit-target', `The target ${reason}`)
}

/** By which the id of a store tells where it was migrated from. */
const suffixOf = (storeId = ''): string =>
  `.${createHash('sha256').update(storeId).digest('hex').slice(0, 16)}`
