import { curlDownload } from '../../load/curl.js'
import { getText } from '../../load/http-text.js'
import type { Peer } from '../../peers/peer.js'
import { requests } from '../requests.js'
import type { Session } from '../session.js'
import type { Stage, Workload } from '../workload.js'

const files = 100_000

/** One after the other, and always to the end: some take seconds for one. */
async function wholeLists({ url, peer, options }: Session) {
  const start = performance.now()
  const elapsed = () => (performance.now() - start) / 1000
  let count = 0
  do {
    await curlDownload(url + peer.api.list)
    count++
  } while (elapsed() < options.seconds)
  return { count, seconds: elapsed() }
}

const list: Workload = {
  name: 'list',
  title: 'whole list of 100,000 files, 1 client',
  unit: 'request',
  thorough: true,
  fits: (peer) => peer.api.list !== undefined,
  prepare: async (session) => ({ measured: () => wholeLists(session) }),
}

const lacksPages = (peer: Peer) => peer.api.page === undefined

const page: Workload = {
  name: 'page',
  title: 'page of 100 among 100,000 files',
  unit: 'request',
  fits: (peer) => peer.api.list !== undefined,
  instead: (peer) => (lacksPages(peer) ? 'the whole list, 1 client' : undefined),
  prepare: async (session) => {
    if (lacksPages(session.peer)) return await list.prepare(session)
    const request = getText(session.url, session.peer.api.page as string)
    return requests(session, { requests: () => [request] })
  },
}

export const lists: Stage = {
  name: 'lists',
  title: 'Lists, data in memory',
  place: 'memory',
  seeded: files,
  workloads: [page, list],
}
