import { curlDownload } from '../../load/curl.js'
import { getText } from '../../load/http-text.js'
import type { Peer, Upload, Uploaded } from '../../peers/peer.js'
import { requests } from '../requests.js'
import type { Stage, Workload } from '../workload.js'
import { bodyInstead } from './small-files.js'

const mb = 1e6
const range = 64 * 1024

interface Transfer extends Pick<Workload, 'name' | 'title' | 'thorough'> {
  readonly clients: number
}

async function atOnce(clients: number, size: number, one: () => Promise<unknown>) {
  const start = performance.now()
  await Promise.all(Array.from({ length: clients }, one))
  return { count: (clients * size) / mb, seconds: (performance.now() - start) / 1000 }
}

const up = (
  { clients, ...names }: Transfer,
  kind: (peer: Peer) => Upload,
  instead?: (peer: Peer) => string | undefined
): Workload => ({
  ...names,
  unit: 'MB',
  ...(instead && { instead }),
  prepare: async (session) => {
    const size = session.options.large
    const files: Uploaded[] = []
    return {
      measured: () =>
        atOnce(clients, size, async () => {
          files.push(await session.upload(kind(session.peer), size))
        }),
      after: async () => {
        for (const file of files) await session.remove(file)
      },
    }
  },
})

const down = ({ clients, ...names }: Transfer): Workload => ({
  ...names,
  unit: 'MB',
  prepare: async (session) => {
    const size = session.options.large
    const url = session.url + session.peer.api.file(await session.stored(size))
    return { measured: () => atOnce(clients, size, () => curlDownload(url)) }
  },
})

/** Ranges spread over the middle half, in an order that no reading ahead guesses. */
const middle: Workload = {
  name: 'middle',
  title: '64 KiB in the middle of 1 GiB (206), 32 clients',
  unit: 'request',
  prepare: async (session) => {
    const size = session.options.large
    const path = session.peer.api.file(await session.stored(size))
    const texts = Array.from({ length: 64 }, (_, index) => {
      const start = Math.floor(size / 4 + (((index * 37) % 64) / 64) * (size / 2))
      return getText(session.url, path, { Range: `bytes=${start}-${start + range - 1}` })
    })
    const { quick, seconds } = session.options
    return requests(session, {
      requests: () => texts,
      // Flask reads a file from its beginning on and takes seconds for one.
      seconds: quick ? seconds : Math.max(seconds, 6),
    })
  },
}

const form = (peer: Peer): Upload => peer.api.form ?? peer.api.raw
const raw = (peer: Peer): Upload => peer.api.raw

export const largeFiles: Stage = {
  name: 'large',
  title: 'Files of 1 GiB, data in memory',
  place: 'memory',
  workloads: [
    up({ name: '1g-form', title: '1 GiB upload, multipart', clients: 1 }, form, bodyInstead),
    up({ name: '1g-raw', title: '1 GiB upload, raw body', clients: 1 }, raw),
    up(
      { name: '1g-form-4', title: '4 uploads of 1 GiB, multipart', clients: 4, thorough: true },
      form,
      bodyInstead
    ),
    up(
      { name: '1g-raw-4', title: '4 uploads of 1 GiB, raw body', clients: 4, thorough: true },
      raw
    ),
    down({ name: '1g-download', title: '1 GiB download', clients: 1 }),
    down({ name: '1g-download-4', title: '4 downloads of 1 GiB', clients: 4, thorough: true }),
    middle,
  ],
}

const onDisk = { clients: 1, thorough: true }

export const largeFilesOnDisk: Stage = {
  name: 'large-disk',
  title: 'Files of 1 GiB, data on the disk',
  place: 'disk',
  workloads: [
    up(
      { ...onDisk, name: 'disk-1g-form', title: '1 GiB upload, multipart, on the disk' },
      form,
      bodyInstead
    ),
    up({ ...onDisk, name: 'disk-1g-raw', title: '1 GiB upload, raw body, on the disk' }, raw),
  ],
}
