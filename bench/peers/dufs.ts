import { installTool, runGently, toolPath } from '../../scripts/tools/tools.js'
import { linkFiles } from './link-files.js'
import type { Peer } from './peer.js'

const version = '0.47.0'

/** dufs as its README starts it for everything: https://github.com/sigoden/dufs#examples, `dufs -A`. */
export const dufs: Peer = {
  name: 'dufs',
  title: 'dufs -A',
  promises: {
    durable: 'no',
    hashes: 'no',
    metadata: 'of the file system',
    counts: 'no',
    processes: '1, a thread for each core',
  },
  api: {
    raw: { method: 'PUT', path: (name) => `/${name}` },
    file: ({ name }) => `/${name}`,
    list: '/?json',
  },
  ready: '/',
  install: () =>
    installTool({
      name: 'dufs',
      stamp: version,
      install: async (directory) => {
        const crate = ['--locked', 'dufs', '--version', version]
        await runGently(['cargo', 'install', ...crate, '--root', directory, '--quiet'])
      },
    }),
  version: async () => `dufs ${version}`,
  command: ({ directory, port }) => ({
    file: toolPath('dufs', 'bin', 'dufs'),
    args: ['-A', '--bind', '127.0.0.1', '--port', `${port}`, directory],
  }),
  seed: linkFiles,
}
