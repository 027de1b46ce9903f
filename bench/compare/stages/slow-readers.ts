import { SlowReaders } from '../../load/slow-readers.js'
import { quiet } from '../../servers/quiet.js'
import { requests } from '../requests.js'
import type { Session } from '../session.js'
import { downloadRequest, formOf, smallFile, uploadRequest } from '../small-requests.js'
import type { Workload } from '../workload.js'

const readers = 200

const beside = (
  names: Pick<Workload, 'name' | 'title' | 'thorough'>,
  request: (session: Session) => Promise<Buffer>
): Workload => ({
  ...names,
  unit: 'request',
  prepare: async (session) => {
    const large = session.peer.api.file(await session.stored(session.options.large))
    const small = await request(session)
    const slow = await SlowReaders.start(session.url, large, readers)
    // What fits into buffers on the way comes in a rush.
    await quiet(session.group)
    return {
      ...requests(session, { requests: () => [small] }),
      after: async () => slow.stop(),
    }
  },
})

/** Clients that take their time must cost others none of theirs. */
export const besideSlowReaders: readonly Workload[] = [
  beside(
    { name: 'slow-download', title: `4 KiB download beside ${readers} slow readers` },
    (session) => downloadRequest(session, smallFile)
  ),
  beside(
    {
      name: 'slow-upload',
      title: `4 KiB upload, multipart, beside ${readers} slow readers`,
      thorough: true,
    },
    async (session) => uploadRequest(session, formOf(session))
  ),
]
