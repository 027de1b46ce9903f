import type { HttpResponse } from 'tus-js-client'

/** The answer to the question how far an upload is did not tell. */
export class NoOffset extends Error {
  constructor(readonly response: HttpResponse) {
    super(`Status ${response.getStatus()}`)
  }
}

/** The bytes on the disk are not those that were chosen. */
export class UnreadableFile extends Error {}
