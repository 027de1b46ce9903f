import { DefaultHttpStack, type HttpRequest, type HttpResponse } from 'tus-js-client'
import { plainRequest } from './plain-request.js'
import { tusAddress } from './tus-address.js'

/** Requests to the service of this page alone, whatever address it gave an upload. */
export class OwnHttpStack extends DefaultHttpStack {
  /** That the service has no `/tus`. */
  isPlain = false

  constructor(private readonly endpoint: string) {
    super({})
  }

  override createRequest(method: string, url: string): HttpRequest {
    const { endpoint } = this
    const open = (...of: [string, string]) => super.createRequest(...of)
    if (this.isPlain) return plainRequest({ method, endpoint, open })
    const request = open(method, tusAddress(endpoint, url))
    return method === 'DELETE' ? asCourtesy(request) : request
  }
}

/** What is not removed at once runs out by itself, and a token may be good for uploads and nothing else. */
function asCourtesy(request: HttpRequest): HttpRequest {
  const send = request.send.bind(request)
  request.send = (body) =>
    send(body).then(
      () => removed,
      () => removed
    )
  return request
}

const removed: HttpResponse = {
  getStatus: () => 204,
  getHeader: () => undefined,
  getBody: () => '',
  getUnderlyingObject: () => undefined,
}
