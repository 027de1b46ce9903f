import { installTool, runGently, toolPath } from './tools.js'

const version = 'v1.8.0'

export const versitygwFile = toolPath('versitygw', 'versitygw')

/** An S3 in front of a directory, which is built in a minute. */
export const installVersitygw = (): Promise<void> =>
  installTool({
    name: 'versitygw',
    stamp: version,
    install: async (directory) => {
      const variables = { GOBIN: directory, GOFLAGS: '-buildvcs=false' }
      const module = `github.com/versity/versitygw/cmd/versitygw@${version}`
      await runGently(['go', 'install', module], variables)
    },
  })
