import type { RequestOptions } from './client.js'
import type { DoorName } from './doors.js'
import { filePart, multipart } from './multipart.js'

/** A request of the API that succeeds as it is on a file that is there. */
export interface ApiRequest {
  readonly method: string
  /** With `{id}` where the id goes. */
  readonly path: string
  readonly door: DoorName
  readonly options?: RequestOptions
}

const form = multipart([filePart('x')])
const asForm = { headers: { 'Content-Type': form.contentType }, body: form.body }
const asJson = { headers: { 'Content-Type': 'application/json' }, body: '{"file_name":"a"}' }
const asRaw = { headers: { 'Content-Type': 'image/png' }, body: 'x' }

const to = (
  method: string,
  path: string,
  door: DoorName,
  options?: RequestOptions
): ApiRequest => ({
  method,
  path,
  door,
  ...(options && { options }),
})

/** Every operation that is no download, in each form that its body may have. */
export const apiRequests: readonly ApiRequest[] = [
  to('POST', '/upload', 'form', asForm),
  to('POST', '/api/files', 'named', asForm),
  to('POST', '/file/upload/', 'share', asForm),
  to('GET', '/file/metadata/', 'share'),
  to('GET', '/file/metadata/{id}', 'share'),
  to('POST', '/files/upload', 'files', asForm),
  to('POST', '/files/upload', 'files', asRaw),
  to('POST', '/files/content', 'files', asRaw),
  to('GET', '/files', 'files'),
  to('GET', '/files/{id}/metadata', 'files'),
  to('PUT', '/files/{id}', 'files', asJson),
  to('PUT', '/files/{id}', 'files', asForm),
  to('PUT', '/files/{id}', 'files', asRaw),
  to('PUT', '/files/{id}/content', 'files', asRaw),
  to('PUT', '/files/{id}/name', 'files', asJson),
  to('DELETE', '/files/{id}', 'files'),
]
