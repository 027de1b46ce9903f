import type { Random } from '../../fuzz/random.js'
import type { Answer } from '../../support/answer.js'
import type { Client } from '../../support/client.js'
import type { Ledger } from './ledger.js'

/** One thing that a writer does, with all that it needs for it. */
export interface Turn {
  readonly client: Client
  readonly ledger: Ledger
  readonly random: Random
}

/** An answer that nothing explains. */
export class UnexpectedAnswer extends Error {
  override readonly name = 'UnexpectedAnswer'

  /** Whether it only says that the server takes nothing at the moment. */
  readonly isOutage: boolean

  constructor(what: string, answer: Answer) {
    super(`${what}: ${answer.status} ${answer.text.slice(0, 300)}`)
    // 502 is the word of a proxy for a server that is gone.
    this.isOutage = answer.status === 503 || answer.status === 502
  }
}

/** Specific types, so that a new content brings its own with it. */
export const types = ['image/png', 'application/pdf', 'audio/mpeg', 'text/csv']

let serial = 0

/** A name that no other file has had. */
export const newName = (): string => `Файл ${++serial} – “${serial}”.txt`

/** Names that several files share, of which the newest answers. */
export const sharedNames = Array.from({ length: 8 }, (_, number) => `shared-${number}.bin`)
