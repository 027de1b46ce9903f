import type { BodyPace } from './body-pace.js'

/** Bytes of a request that may be framing of a form rather than content of its file. */
export const framingAllowance = 1024 * 1024

/** What a request body may cost. */
export interface BodyLimits extends BodyPace {
  /** Parts of one form. */
  readonly maxParts: number
  /** Bytes of a whole form; 0 is no limit. */
  readonly maxFormSize: number
  /** Bytes of one text part, or of a JSON body. */
  readonly maxFieldSize: number
}
