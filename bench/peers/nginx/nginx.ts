import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { runTool } from '../../../scripts/tools/run-tool.js'
import { needProgram } from '../../../scripts/tools/tools.js'
import { linkFiles } from '../link-files.js'
import type { Peer } from '../peer.js'
import { nginxConfig } from './config.js'

/** nginx of the distribution: static files and uploads by WebDAV. Whatever serves files can be held against it. */
export const nginx: Peer = {
  name: 'nginx',
  title: 'nginx',
  promises: {
    durable: 'no',
    hashes: 'no',
    metadata: 'of the file system',
    counts: 'no',
    processes: 'a worker for each core',
  },
  api: {
    raw: { method: 'PUT', path: (name) => `/${name}` },
    file: ({ name }) => `/${name}`,
    list: '/',
  },
  ready: '/-',
  install: () => needProgram('nginx'),
  version: async () => {
    // It says so on standard error.
    const line = await runTool('sh', ['-c', 'nginx -v 2>&1'])
    return line.replace('nginx version: ', '').replace('/', ' ').trim()
  },
  command: ({ directory, port }) => {
    mkdirSync(join(directory, 'files'), { recursive: true })
    const config = join(directory, 'nginx.conf')
    writeFileSync(config, nginxConfig({ directory, port }))
    return { file: 'nginx', args: ['-c', config, '-e', join(directory, 'error.log')] }
  },
  seed: async (directory, count) => {
    mkdirSync(join(directory, 'files'))
    await linkFiles(join(directory, 'files'), count)
  },
}
