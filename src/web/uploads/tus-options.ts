import type { Meta } from '@uppy/core'
import type { TusBody, TusOptions } from '@uppy/tus'
import type { DetailedError, HttpRequest } from 'tus-js-client'
import type { Api } from '../api.js'
import { OwnHttpStack } from './own-http-stack.js'
import { describeFile } from './plain-request.js'
import { NoOffset, UnreadableFile } from './upload-errors.js'
import { type Verdict, verdictOn } from './verdict.js'

type Options = TusOptions<Meta, TusBody>

/** Milliseconds between tries: they go on for as long as an unfinished upload is kept. */
const retryDelays = Array.from({ length: 17_280 }, (_, tries) => Math.min(5000, 500 * 2 ** tries))

interface Listener {
  /** Whether the upload with this key is still to be sent. */
  isWanted(key: string): boolean
  /** Told what every trouble means for the upload with this key. */
  judged(key: string, verdict: Verdict): void
}

/** How uploads go over the wire. */
export function tusOptions(api: Api, { isWanted, judged }: Listener): Options {
  const endpoint = api.url('tus')
  const httpStack = new OwnHttpStack(endpoint)
  const keys = new WeakMap<HttpRequest, string>()
  return {
    endpoint,
    retryDelays,
    httpStack,
    // A browser has six connections to a service, and the page needs some for itself.
    limit: 3,
    allowedMetaFields: ['name', 'type'],
    removeFingerprintOnSuccess: true,
    async onBeforeRequest(request, { id, data }) {
      keys.set(request, id)
      for (const [name, value] of Object.entries(api.headers)) request.setHeader(name, value)
      if (httpStack.isPlain) describeFile(request, data as File)
      if (request.getMethod() !== 'PATCH') return
      await assertReadable(data as File)
      if (!isWanted(id)) throw new Error('Stopped in the meantime')
    },
    onAfterResponse(request, response) {
      // Otherwise it would begin anew, as if these, too, said that the upload is gone.
      const status = response.getStatus()
      if (request.getMethod() === 'HEAD' && status >= 400 && status !== 404 && status !== 410) {
        throw new NoOffset(response)
      }
    },
    onShouldRetry(error, attempts) {
      const { originalRequest, originalResponse } = error
      if (originalRequest.getMethod() === 'POST' && originalResponse?.getStatus() === 404) {
        httpStack.isPlain = true
        return true
      }
      const verdict = verdictOnError(error, attempts)
      judged(keys.get(originalRequest) ?? '', verdict)
      return verdict.kind === 'again'
    },
  }
}

function verdictOnError(
  { originalRequest, originalResponse, causingError }: DetailedError,
  attempts: number
): Verdict {
  if (causingError instanceof UnreadableFile) {
    return {
      kind: 'refused',
      why: 'The file has changed on the disk, or is gone: choose it again',
      isFinal: true,
    }
  }
  const response = causingError instanceof NoOffset ? causingError.response : originalResponse
  return verdictOn({
    method: originalRequest.getMethod(),
    status: response?.getStatus() ?? 0,
    asksForToken: Boolean(response?.getHeader('WWW-Authenticate')),
    body: response?.getBody() ?? '',
    attempts,
  })
}

/** A browser fails to send such a file as if the connection had failed, and would try for ever. */
async function assertReadable(file: Blob): Promise<void> {
  try {
    await file.slice(0, 1).arrayBuffer()
  } catch (cause) {
    throw new UnreadableFile('Not readable', { cause })
  }
}
