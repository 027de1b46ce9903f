import type { Peer } from '../peer.js'
import { installTool, runGently, toolPath } from '../tools.js'
import { publicBucket } from './public-bucket.js'

// Its repository has tags of dates, so that only a pseudo-version names one.
const version = 'v0.0.0-20260212201848-7aac2a2c5b7c'
const account = { user: 'minioadmin', password: 'minioadmin' }
const bucket = 'bench'

/**
 * MinIO on one drive as its README starts it: https://github.com/minio/minio#install-from-source. It is under the AGPL:
 * a tool of this bench, and no part of anything shipped.
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
  install: () =>
    installTool({
      name: 'minio',
      stamp: version,
      install: async (directory) => {
        const variables = { GOBIN: directory, GOFLAGS: '-buildvcs=false' }
        await runGently(['go', 'install', `github.com/minio/minio@${version}`], variables)
      },
    }),
  version: async () => `MinIO of ${version.slice(7, 15)}`,
  command: ({ directory, port }) => ({
    file: toolPath('minio', 'minio'),
    args: ['server', '--quiet', '--address', `127.0.0.1:${port}`, directory],
    env: {
      MINIO_ROOT_USER: account.user,
      MINIO_ROOT_PASSWORD: account.password,
      MINIO_BROWSER: 'off',
    },
  }),
  prepare: (url) => publicBucket(url, bucket, account),
}
