import { changes, replacement } from '../../support/changes.js'
import { type DoorName, type FormEntry, rawEntries, uploadForms } from '../../support/doors.js'
import { downloadRoutes } from '../../support/downloads.js'
import { filePart, multipart } from '../../support/multipart.js'
import type { Input } from './table.js'
import type { Target } from './target.js'

/** The file that a request is about. */
interface About {
  readonly id: string
  readonly name: string
}

/** A request that is served as it stands; what is hostile is put into it. */
export interface Request {
  readonly title: string
  readonly method: string
  readonly door: DoorName
  readonly path: (file: About) => string
  /** Header fields beside `Host` and those of the length. */
  readonly fields: readonly string[]
  readonly body?: Buffer
  /** Whether links may gather query members here that nobody knows; elsewhere they are 400. */
  readonly anyQuery?: boolean
}

const form = multipart([filePart(replacement)])
const asForm = { fields: [`Content-Type: ${form.contentType}`], body: form.body }
const asBytes = { fields: ['Content-Type: image/png'], body: replacement }

const reading = (path: string, more: Partial<Request> = {}): Request => ({
  title: `GET ${path}`,
  method: 'GET',
  door: 'files',
  path: ({ id }) => path.replace('{id}', id),
  fields: [],
  ...more,
})

const uploading = (
  { title, method, door, path }: FormEntry,
  what: Pick<Request, 'fields' | 'body'>,
  name: string
): Request => ({ ...what, title: `${title} of ${name}`, method, door, path: ({ id }) => path(id) })

/** Every way in for a new file. */
export const uploads: readonly Request[] = [
  ...uploadForms.map((entry) => uploading(entry, asForm, 'a form')),
  ...rawEntries
    .filter(({ replaces }) => !replaces)
    .map((entry) => uploading(entry, asBytes, 'bytes')),
]

/** Every way to change a file. */
export const updates: readonly Request[] = changes.map(({ path, headers, ...change }) => ({
  ...change,
  door: 'files',
  path: ({ id }) => path(id),
  fields: Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
}))

/** Every request with a body. */
export const bodies: readonly Request[] = [
  ...uploads,
  ...updates.filter(({ body }) => body !== undefined),
]

/** Every way to the bytes of a file. */
export const downloads: readonly Request[] = downloadRoutes.map(({ title, door, path }) => ({
  title: `GET ${title}`,
  method: 'GET',
  door,
  path,
  fields: [],
  anyQuery: true,
}))

/** Every request that leaves no trace; downloads do in their count. */
export const reads: readonly Request[] = [
  ...downloads.map((get) => ({ ...get, method: 'HEAD', title: get.title.replace('GET', 'HEAD') })),
  reading('/files'),
  reading('/files?limit=1'),
  reading('/files/{id}/metadata'),
  reading('/file/metadata/', { door: 'share' }),
  reading('/file/metadata/{id}', { door: 'share' }),
  ...['/livez', '/readyz', '/openapi.json', '/openapi.yaml', '/docs'].map((path) =>
    reading(path, { anyQuery: true })
  ),
]

/** Everything that can be asked of the service. */
export const requests: readonly Request[] = [...uploads, ...updates, ...downloads, ...reads]

/** Cases that say by themselves what they are. */
export const titled = (values: readonly string[]): Record<string, string> =>
  Object.fromEntries(values.map((value) => [value.slice(0, 60), value]))

/** Every case at every place, in the order of the cases. */
export const everywhere = <Place extends { readonly title: string }, Case>(
  places: readonly Place[],
  cases: Readonly<Record<string, Case>>,
  run: (target: Target, place: Place, given: Case) => Promise<void>
): Input[] =>
  Object.entries(cases).flatMap(([title, given]) =>
    places.map((place) => ({
      title: `${title} at ${place.title}`,
      run: (target) => run(target, place, given),
    }))
  )
