/** What a request body may cost. */
export interface BodyLimits {
  /** Parts of one form. */
  readonly maxParts: number
  /** Bytes of one text part, or of a JSON body. */
  readonly maxFieldSize: number
  /** Longest silence, in milliseconds. */
  readonly idleTimeout: number
}
