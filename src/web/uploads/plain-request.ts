import type { HttpRequest, HttpResponse } from 'tus-js-client'

interface PlainOptions {
  readonly method: string
  /** That of `/tus`. */
  readonly endpoint: string
  /** A request to the service. */
  open(method: string, url: string): HttpRequest
}

/**
 * A request to a service that has no `/tus`. Of an upload only its one piece is sent, or its creation where there is no piece, as an
 * ordinary upload; the rest is answered here, and each try begins with the first byte.
 */
export function plainRequest({ method, endpoint, open }: PlainOptions): HttpRequest {
  const request = open('POST', new URL('files/upload', endpoint).href)
  let isSent = method === 'PATCH'
  return {
    getMethod: () => method,
    getURL: () => request.getURL(),
    getHeader: (name) => request.getHeader(name),
    setProgressHandler: (handler) => request.setProgressHandler(handler),
    abort: () => request.abort(),
    getUnderlyingObject: () => request.getUnderlyingObject(),
    setHeader(name, value) {
      if (name === 'Upload-Length' && value === '0') isSent = true
      if (!/^(tus|upload)-/i.test(name) && value !== 'application/offset+octet-stream') {
        request.setHeader(name, value)
      }
    },
    async send(body: Blob | null) {
      const Location = `${endpoint}/plain`
      if (!isSent) return answer(method === 'POST' ? 201 : 404, { Location })
      const response = await request.send(body ?? new Blob([]))
      if (response.getStatus() !== 201) return response
      const headers = { Location, 'Upload-Offset': String(body?.size ?? 0) }
      return { ...answer(204, headers), getUnderlyingObject: () => response.getUnderlyingObject() }
    },
  }
}

/** Says of the file what otherwise its creation says. */
export function describeFile(request: HttpRequest, { name, type }: File): void {
  const encoded = encodeURIComponent(name).replace(
    /['()*]/g,
    (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`
  )
  request.setHeader('Content-Disposition', `attachment; filename*=UTF-8''${encoded}`)
  request.setHeader('Content-Type', type || 'application/octet-stream')
}

const answer = (status: number, headers: Readonly<Record<string, string>>): HttpResponse => ({
  getStatus: () => status,
  getHeader: (name) => headers[name],
  getBody: () => '',
  getUnderlyingObject: () => undefined,
})
