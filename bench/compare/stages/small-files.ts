import type { Peer } from '../../peers/peer.js'
import { requests } from '../requests.js'
import {
  downloadRequest,
  formOf,
  metadataRequest,
  smallFile,
  uploadRequest,
} from '../small-requests.js'
import type { Stage, Workload } from '../workload.js'
import { besideSlowReaders } from './slow-readers.js'

export const bodyInstead = (peer: Peer) => (peer.api.form ? undefined : 'as the body')

const formUpload: Workload = {
  name: '4k-form',
  title: '4 KiB upload, multipart',
  unit: 'request',
  instead: bodyInstead,
  prepare: async (session) =>
    requests(session, { requests: () => [uploadRequest(session, formOf(session))] }),
}

const rawUpload: Workload = {
  name: '4k-raw',
  title: '4 KiB upload, raw body',
  unit: 'request',
  prepare: async (session) =>
    requests(session, { requests: () => [uploadRequest(session, session.peer.api.raw)] }),
}

const download = (
  names: Pick<Workload, 'name' | 'title' | 'thorough'>,
  size: number
): Workload => ({
  ...names,
  unit: 'request',
  prepare: async (session) => {
    const request = await downloadRequest(session, size)
    return requests(session, { requests: () => [request] })
  },
})

const metadata: Workload = {
  name: 'metadata',
  title: 'metadata by id',
  unit: 'request',
  fits: (peer) => peer.api.metadata !== undefined,
  prepare: async (session) => {
    const request = await metadataRequest(session)
    return requests(session, { requests: () => [request] })
  },
}

const mixed: Workload = {
  name: 'mixed',
  title: '70% 4 KiB download, 20% metadata, 10% upload',
  unit: 'request',
  instead: (peer) => (peer.api.metadata ? undefined : '304 for metadata'),
  prepare: async (session) => {
    const [get, look] = [await downloadRequest(session, smallFile), await metadataRequest(session)]
    return requests(session, {
      requests: () => [get, look, uploadRequest(session, session.peer.api.raw)],
      order: [0, 0, 1, 0, 0, 2, 0, 0, 1, 0],
    })
  },
}

export const smallFiles: Stage = {
  name: 'small',
  title: 'Small files, 32 clients, data in memory',
  place: 'memory',
  workloads: [
    formUpload,
    rawUpload,
    download({ name: '4k-download', title: '4 KiB download' }, smallFile),
    download({ name: '64k-download', title: '64 KiB download', thorough: true }, 64 * 1024),
    metadata,
    mixed,
    ...besideSlowReaders,
  ],
}
