import type { HttpRequest, HttpResponse } from 'tus-js-client'
import { describe, expect, test } from 'vitest'
import { describeFile, plainRequest } from '../../../src/web/uploads/plain-request.js'

const endpoint = 'http://files.local/sub/tus'

/** A request to nobody that is answered with this status. */
function fakeRequest(status: number) {
  const headers: Record<string, string> = {}
  const bodies: unknown[] = []
  const response: HttpResponse = {
    getStatus: () => status,
    getHeader: () => undefined,
    getBody: () => 'body',
    getUnderlyingObject: () => undefined,
  }
  const request: HttpRequest = {
    getMethod: () => 'POST',
    getURL: () => '',
    getHeader: (name) => headers[name],
    setHeader: (name, value) => {
      headers[name] = value
    },
    setProgressHandler: () => {},
    send: async (body) => {
      bodies.push(body)
      return response
    },
    abort: async () => {},
    getUnderlyingObject: () => undefined,
  }
  return { request, headers, bodies, opened: [] as string[] }
}

describe('where a service has no /tus', () => {
  const plain = (method: string, status = 201) => {
    const fake = fakeRequest(status)
    const open = (...of: string[]) => {
      fake.opened.push(...of)
      return fake.request
    }
    return { ...fake, sent: plainRequest({ method, endpoint, open }) }
  }

  test('an upload is created and looked for without asking it', async () => {
    const { sent, bodies } = plain('POST')
    sent.setHeader('Upload-Length', '3')
    const created = await sent.send(null)
    expect([created.getStatus(), created.getHeader('Location')]).toEqual([201, `${endpoint}/plain`])
    expect((await plain('HEAD').sent.send(null)).getStatus()).toBe(404)
    expect(bodies).toEqual([])
  })

  test('the one piece is an ordinary upload under the name of the file', async () => {
    const { sent, opened, headers } = plain('PATCH')
    sent.setHeader('Tus-Resumable', '1.0.0')
    sent.setHeader('Upload-Offset', '0')
    sent.setHeader('Content-Type', 'application/offset+octet-stream')
    sent.setHeader('Authorization', 'Bearer x')
    describeFile(sent, new File(['abc'], "It's *süß*.txt", { type: 'text/plain' }))
    const response = await sent.send(new Blob(['abc']))
    expect([response.getStatus(), response.getHeader('Upload-Offset')]).toEqual([204, '3'])
    expect(opened).toEqual(['POST', 'http://files.local/sub/files/upload'])
    expect(headers).toEqual({
      Authorization: 'Bearer x',
      'Content-Disposition': "attachment; filename*=UTF-8''It%27s%20%2As%C3%BC%C3%9F%2A.txt",
      'Content-Type': 'text/plain',
    })
  })

  test('an empty file is uploaded by its creation, after which there is no piece', async () => {
    const { sent, bodies } = plain('POST')
    sent.setHeader('Upload-Length', '0')
    expect((await sent.send(null)).getStatus()).toBe(204)
    expect(bodies).toEqual([new Blob([])])
  })

  test('a refusal is told as it is', async () => {
    const { sent } = plain('PATCH', 507)
    expect((await sent.send(new Blob([]))).getStatus()).toBe(507)
  })
})
