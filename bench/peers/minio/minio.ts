import { installMinio, minioDay, minioFile } from '../../../scripts/tools/minio.js'
import type { Peer } from '../peer.js'
import { publicBucket } from './public-bucket.js'

const account = { user: 'minioadmin', password: 'minioadmin' }
const bucket = 'bench'

/**
 * MinIO on one drive as its README starts it: https://github.com/minio/minio#install-from-source.
 */
export const minio: Peer = {
  name: 'minio',
  title: 'MinIO',
  promises: {
    // As strace shows it: fdatasync of the file, and nothing of the directory that it is renamed into.
    durable: 'the bytes, not their name',
    hashes: 'MD5, HighwayHash',
    metadata: 'yes',
    counts: 'no',
    processes: '1, a thread for each core',
  },
  api: {
    raw: { method: 'PUT', path: (name) => `/${bucket}/${name}` },
    file: ({ name }) => `/${bucket}/${name}`,
  },
  ready: '/minio/health/ready',
  install: installMinio,
  version: async () => `MinIO of ${minioDay}`,
  command: ({ directory, port }) => ({
    file: minioFile,
    args: ['server', '--quiet', '--address', `127.0.0.1:${port}`, directory],
    env: {
      MINIO_ROOT_USER: account.user,
      MINIO_ROOT_PASSWORD: account.password,
      MINIO_BROWSER: 'off',
    },
  }),
  prepare: (url) => publicBucket(url, bucket, account),
}
