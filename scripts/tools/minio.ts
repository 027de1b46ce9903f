import { installTool, runGently, toolPath } from './tools.js'

// Its repository has tags of dates, so that only a pseudo-version names one.
const version = 'v0.0.0-20260212201848-7aac2a2c5b7c'

/** The day of the version that is installed. */
export const minioDay = version.slice(7, 15)

export const minioFile = toolPath('minio', 'minio')

/** It is under the AGPL: a tool of tests and benchmarks, and no part of anything shipped. */
export const installMinio = (): Promise<void> =>
  installTool({
    name: 'minio',
    stamp: version,
    install: async (directory) => {
      const variables = { GOBIN: directory, GOFLAGS: '-buildvcs=false' }
      await runGently(['go', 'install', `github.com/minio/minio@${version}`], variables)
    },
  })
