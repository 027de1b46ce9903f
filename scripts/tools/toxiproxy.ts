import { installTool, runGently, toolPath } from './tools.js'

const version = 'v2.5.0'

// The program has the name of its folder.
export const toxiproxyFile = toolPath('toxiproxy', 'server')

/** A proxy that delays, cuts and swallows what goes through it. */
export const installToxiproxy = (): Promise<void> =>
  installTool({
    name: 'toxiproxy',
    stamp: version,
    install: async (directory) => {
      const variables = { GOBIN: directory, GOFLAGS: '-buildvcs=false' }
      const module = `github.com/Shopify/toxiproxy/v2/cmd/server@${version}`
      await runGently(['go', 'install', module], variables)
    },
  })
