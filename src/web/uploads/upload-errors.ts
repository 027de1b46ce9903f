/** The answer to the question how far an upload is did not tell. */
export class NoOffset extends Error {
  constructor(readonly status: number) {
    super(`No offset, status ${status}`)
  }
}

/** The bytes on the disk are not those that were chosen. */
export class UnreadableFile extends Error {}
