import { resolve } from 'node:path'
import type { Config } from '../../schemas/config.js'

/**
 * The settings by which two configurations name one and the same place, each with what it is. Two names of one place may
 * go unseen.
 */
export function sameParts(a: Config, b: Config): string[] {
  return [
    ...(isSame(directoryOf, a, b) ? ['DATA_DIR: the same data directory'] : []),
    ...(isSame(postgresOf, a, b) ? ['POSTGRES_URL: the same database'] : []),
    ...(isSame(mongoOf, a, b) ? ['MONGODB_DATABASE: the same database'] : []),
    ...(isSame(bucketOf, a, b) ? ['S3_BUCKET: the same bucket and prefix'] : []),
  ]
}

type Place = (config: Config) => string | undefined

function isSame(place: Place, a: Config, b: Config): boolean {
  const one = place(a)
  return one !== undefined && one === place(b)
}

/** Whether the store is in its data directory as a whole. */
export const isEmbedded = ({ METADATA_STORE, CONTENT_STORE }: Config): boolean =>
  METADATA_STORE === 'json' && CONTENT_STORE === 'directory'

const directoryOf: Place = ({ METADATA_STORE, CONTENT_STORE, DATA_DIR }) =>
  METADATA_STORE === 'json' || CONTENT_STORE === 'directory' ? resolve(DATA_DIR) : undefined

const postgresOf: Place = ({ METADATA_STORE, POSTGRES_URL = '' }) => {
  if (METADATA_STORE !== 'postgres') return undefined
  const { host, pathname } = new URL(POSTGRES_URL)
  return host + pathname
}

const mongoOf: Place = ({ METADATA_STORE, MONGODB_URL, MONGODB_DATABASE }) =>
  METADATA_STORE === 'mongodb' ? `${MONGODB_URL} ${MONGODB_DATABASE}` : undefined

const bucketOf: Place = ({ CONTENT_STORE, S3_ENDPOINT, S3_BUCKET, S3_PREFIX }) =>
  CONTENT_STORE === 's3' ? `${S3_ENDPOINT} ${S3_BUCKET} ${S3_PREFIX}` : undefined
