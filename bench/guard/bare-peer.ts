import { execPath, version } from 'node:process'
import { fileURLToPath } from 'node:url'
import type { Peer, Uploaded } from '../peers/peer.js'

const source = fileURLToPath(new URL('bare-server.ts', import.meta.url))

const path = ({ answer }: Uploaded): string => `/files/${JSON.parse(answer).id}`

/** The bare server as one that can be measured like the others. */
export const bare: Peer = {
  name: 'bare',
  title: 'bare Node',
  promises: { durable: 'yes', hashes: 'no', metadata: 'yes', counts: 'no', processes: '1' },
  api: {
    form: { method: 'POST', path: () => '/files', field: 'file' },
    raw: { method: 'POST', path: () => '/files' },
    file: path,
    metadata: (uploaded) => `${path(uploaded)}/metadata`,
    page: '/files',
    list: '/files',
  },
  compiles: true,
  ready: '/',
  install: async () => {},
  version: async () => `Node ${version}`,
  command: ({ directory, port }) => ({
    file: execPath,
    args: ['--import', import.meta.resolve('tsx'), source, directory, `${port}`],
  }),
}
