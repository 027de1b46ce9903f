import type { Config } from '../../schemas/config.js'
import type { S3Credentials, S3Settings } from '../storage/content/s3/s3-settings.js'

/** The bucket of a configuration that has one. */
export const s3SettingsOf = (config: Config, credentials?: S3Credentials): S3Settings => ({
  ...(credentials && { credentials }),
  ...(config.S3_ENDPOINT !== undefined && { endpoint: config.S3_ENDPOINT }),
  region: config.S3_REGION,
  bucket: config.S3_BUCKET ?? '',
  prefix: config.S3_PREFIX,
  forcePathStyle: config.S3_FORCE_PATH_STYLE,
  checksums: config.S3_CHECKSUMS,
  partSize: config.S3_PART_SIZE,
  partsInFlight: config.S3_PARTS_IN_FLIGHT,
  maxSockets: config.S3_MAX_SOCKETS,
  timeout: config.S3_TIMEOUT,
})
