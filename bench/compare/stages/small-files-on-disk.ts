import { requests } from '../requests.js'
import type { Session } from '../session.js'
import { formOf, uploadRequest } from '../small-requests.js'
import type { Stage, Workload } from '../workload.js'
import { bodyInstead } from './small-files.js'

const minutes = 300

const uploads = (name: string, title: string, seconds: (session: Session) => number): Workload => ({
  name,
  title,
  unit: 'request',
  instead: bodyInstead,
  prepare: async (session) =>
    requests(session, {
      requests: () => [uploadRequest(session, formOf(session))],
      seconds: seconds(session),
    }),
})

const stage = { title: 'Small files, 32 clients, data on the disk', place: 'disk' } as const

export const smallFilesOnDisk: Stage = {
  ...stage,
  name: 'small-disk',
  workloads: [
    uploads(
      'disk-burst',
      '4 KiB upload, multipart, on the disk, burst',
      ({ options }) => options.burst
    ),
  ],
}

/** Long enough that nothing can be put off until later. */
export const smallFilesForLong: Stage = {
  ...stage,
  name: 'sustained',
  title: 'Small files for five minutes, 32 clients, data on the disk',
  workloads: [
    uploads('disk-sustained', '4 KiB upload, multipart, on the disk, five minutes', () => minutes),
  ],
}
