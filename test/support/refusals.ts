import { type DoorName, formEntries, rawEntries } from './doors.js'

/** The limit at which a body of `bodyLength` is too long where that is the point. */
export const refusalLimit = 1024 * 1024

/** A request that is refused by its head, whatever its body. */
export interface Refusal {
  readonly title: string
  readonly method: string
  readonly path: (id: string) => string
  readonly headers: Readonly<Record<string, string>>
  readonly door: DoorName
  readonly status: number
  readonly code: string
}

const form = { 'Content-Type': 'multipart/form-data; boundary=b' }
const bytes = { 'Content-Type': 'image/png' }

/** Every reason for which a body is not wanted; MAX_FILE_SIZE has to be `refusalLimit`. */
export const refusals: readonly Refusal[] = [
  ...[
    ...formEntries.map((entry) => ({ ...entry, headers: form })),
    ...rawEntries.map((entry) => ({ ...entry, headers: bytes })),
  ].map((entry) => ({
    title: `a body that is too long for ${entry.title} as ${entry.headers['Content-Type']}`,
    method: entry.method,
    path: entry.path,
    headers: entry.headers,
    door: entry.door,
    status: 413,
    code: 'FILE_TOO_LARGE',
  })),
  {
    title: 'JSON that is too long',
    method: 'PUT',
    path: (id) => `/files/${id}`,
    headers: { 'Content-Type': 'application/json' },
    door: 'files',
    status: 413,
    code: 'FILE_TOO_LARGE',
  },
  {
    title: 'a part for the whole',
    method: 'PUT',
    path: (id) => `/files/${id}`,
    headers: { ...bytes, 'Content-Range': 'bytes 0-5/10' },
    door: 'files',
    status: 400,
    code: 'INVALID_REQUEST',
  },
  {
    title: 'a wrong method',
    method: 'POST',
    path: (id) => `/files/${id}`,
    headers: bytes,
    door: 'files',
    status: 405,
    code: 'METHOD_NOT_ALLOWED',
  },
  {
    title: 'a wrong method on a literal path',
    method: 'PUT',
    path: () => '/files/upload',
    headers: bytes,
    door: 'files',
    status: 405,
    code: 'METHOD_NOT_ALLOWED',
  },
  // The framework reads some types by itself, and once did before it looked for the path.
  ...['image/png', 'application/json', 'text/plain'].map((type) => ({
    title: `an unknown path, as ${type},`,
    method: 'POST',
    path: () => '/nothing',
    headers: { 'Content-Type': type },
    door: 'files' as const,
    status: 404,
    code: 'ROUTE_NOT_FOUND',
  })),
  {
    title: 'an unknown file',
    method: 'PUT',
    path: () => '/files/nothing',
    headers: bytes,
    door: 'files',
    status: 404,
    code: 'FILE_NOT_FOUND',
  },
  {
    title: 'an unknown file on /content',
    method: 'PUT',
    path: () => '/files/nothing/content',
    headers: bytes,
    door: 'files',
    status: 404,
    code: 'FILE_NOT_FOUND',
  },
  {
    title: 'a precondition that fails',
    method: 'PUT',
    path: (id) => `/files/${id}`,
    headers: { ...bytes, 'If-Match': '"x"' },
    door: 'files',
    status: 412,
    code: 'PRECONDITION_FAILED',
  },
  {
    title: 'a precondition that fails on /content',
    method: 'PUT',
    path: (id) => `/files/${id}/content`,
    headers: { ...bytes, 'If-None-Match': '*' },
    door: 'files',
    status: 412,
    code: 'PRECONDITION_FAILED',
  },
  {
    title: 'a precondition that fails before a form',
    method: 'PUT',
    path: (id) => `/files/${id}`,
    headers: { ...form, 'If-Match': '"x"' },
    door: 'files',
    status: 412,
    code: 'PRECONDITION_FAILED',
  },
  {
    title: 'a body that is no form',
    method: 'POST',
    path: () => '/file/upload/',
    headers: bytes,
    door: 'share',
    status: 415,
    code: 'UNSUPPORTED_MEDIA_TYPE',
  },
  {
    title: 'a body that is no form for named',
    method: 'POST',
    path: () => '/api/files',
    headers: bytes,
    door: 'named',
    status: 415,
    code: 'UNSUPPORTED_MEDIA_TYPE',
  },
  {
    title: 'an answer that is not acceptable',
    method: 'POST',
    path: () => '/api/files',
    headers: { ...form, Accept: 'text/html' },
    door: 'named',
    status: 406,
    code: 'NOT_ACCEPTABLE',
  },
  {
    title: 'a content coding',
    method: 'POST',
    path: () => '/files/upload',
    headers: { ...bytes, 'Content-Encoding': 'gzip' },
    door: 'files',
    status: 415,
    code: 'UNSUPPORTED_MEDIA_TYPE',
  },
  {
    title: 'a digest of an unknown algorithm',
    method: 'POST',
    path: () => '/files/upload',
    headers: { ...bytes, 'Repr-Digest': 'md5=:AAAA:' },
    door: 'files',
    status: 400,
    code: 'UNSUPPORTED_DIGEST',
  },
  {
    title: 'a bad name in the query',
    method: 'POST',
    path: () => '/files/upload?name=..',
    headers: bytes,
    door: 'files',
    status: 400,
    code: 'INVALID_NAME',
  },
  {
    title: 'an unknown query member',
    method: 'POST',
    path: () => '/files/upload?x=1',
    headers: bytes,
    door: 'files',
    status: 400,
    code: 'INVALID_REQUEST',
  },
]

/** Too long by more than the framing of a form may be, or just within the limit where that is not the point. */
export const bodyLength = ({ status }: Refusal): number =>
  status === 413 ? 3 * refusalLimit : refusalLimit
