import type { Pool, QueryResult, QueryResultRow } from 'pg'
import { within } from '../../../core/deadline.js'
import { FileError } from '../../../core/errors.js'
import { callError, commitError, isRefusal } from './errors.js'

/** A statement that each connection prepares once, under its name. */
export interface Statement {
  readonly name: string
  readonly text: string
  readonly values: readonly unknown[]
}

/** Where a statement has come to. */
interface Journey {
  sent: boolean
  /** Nobody waits for it any more. */
  late: boolean
}

/** Statements over a pool of connections, none of which takes longer than it may; errors are those of the port. */
export class Database {
  constructor(
    private readonly pool: Pool,
    /** Milliseconds. */
    readonly timeout: number
  ) {}

  /** Sends a statement that changes nothing, or that may be sent again. */
  async run<R extends QueryResultRow>(
    statement: Statement,
    ms = this.timeout
  ): Promise<QueryResult<R>> {
    return this.#send(statement, ms, callError)
  }

  /** Sends a commit: `DURABILITY_UNKNOWN` where it was sent and its answer lost. */
  async commit<R extends QueryResultRow>(
    statement: Statement,
    ms = this.timeout
  ): Promise<QueryResult<R>> {
    return this.#send(statement, ms, commitError)
  }

  end(): Promise<void> {
    return this.pool.end()
  }

  async #send<R extends QueryResultRow>(
    statement: Statement,
    ms: number,
    translate: (error: unknown) => FileError
  ): Promise<QueryResult<R>> {
    const journey: Journey = { sent: false, late: false }
    return within(ms, this.#travel<R>(statement, journey, translate), () => {
      journey.late = true
      const error = new Error('PostgreSQL did not answer in time')
      return journey.sent ? translate(error) : callError(error)
    })
  }

  async #travel<R extends QueryResultRow>(
    { name, text, values }: Statement,
    journey: Journey,
    translate: (error: unknown) => FileError
  ): Promise<QueryResult<R>> {
    const client = await this.pool.connect().catch((error: unknown) => {
      throw callError(error)
    })
    if (journey.late) {
      client.release()
      throw new FileError('STORE_UNAVAILABLE')
    }
    journey.sent = true
    try {
      const result = await client.query<R>({ name, text, values: values as unknown[] })
      client.release()
      return result
    } catch (error) {
      // A connection that did not answer may do so later, for another statement than it is asked then.
      client.release(!isRefusal(error))
      throw translate(error)
    }
  }
}
