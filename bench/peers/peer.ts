import type { Command } from '../servers/server-process.js'

/** A server that is compared: how it is installed, started and spoken to. */
export interface Peer {
  /** As in `--peers`. */
  readonly name: string
  readonly title: string
  readonly promises: Promises
  readonly api: Api
  /** Whether its code is compiled while it runs, and slow before that. */
  readonly compiles?: boolean
  /** A path that answers once it serves. */
  readonly ready: string
  /** Makes sure that its pinned version can be run. */
  install(): Promise<void>
  version(): Promise<string>
  command(at: Place): Command
  /** What is to be done once it serves and before it is used. */
  prepare?(url: string): Promise<void>
  /** Furnishes a data directory with so many small files, before the start. */
  seed?(directory: string, count: number): Promise<void>
  /** Resolves when every file that was uploaded has its final place. */
  settled?(directory: string): Promise<void>
  /** Workloads in which it has no part, by name, with the reason. */
  readonly cannot?: Readonly<Record<string, string>>
  /** The workloads in which it differs from another peer; all where it is absent. */
  readonly only?: readonly string[]
}

export interface Place {
  /** Its data directory, and the one that it runs in. */
  readonly directory: string
  readonly port: number
}

/** What a server has done for a file when it answers the upload. */
interface Promises {
  readonly durable: string
  readonly hashes: string
  readonly metadata: string
  readonly counts: string
  readonly processes: string
}

/** Where its operations are. */
interface Api {
  /** By multipart; absent where it takes none. */
  readonly form?: Upload
  /** The content as the body. */
  readonly raw: Upload
  file(uploaded: Uploaded): string
  metadata?(uploaded: Uploaded): string
  /** A page of 100. */
  readonly page?: string
  /** The whole list. */
  readonly list?: string
}

export interface Upload {
  readonly method: 'POST' | 'PUT'
  readonly path: (name: string) => string
  /** The part of the form that holds the file; absent where the content is the body. */
  readonly field?: string
}

export interface Uploaded {
  readonly name: string
  /** The body of the answer. */
  readonly answer: string
}
