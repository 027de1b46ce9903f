import { mkdirSync } from 'node:fs'
import { basename, join } from 'node:path'
import { freePort } from '../../scripts/tools/free-port.js'
import { curlUpload } from '../load/curl.js'
import type { Peer, Upload, Uploaded } from '../peers/peer.js'
import { ServerProcess } from '../servers/server-process.js'
import type { Contents } from './contents.js'
import type { Options } from './options.js'

let names = 0

/** One server on one data directory, from its start to its end. */
export class Session {
  private readonly kept = new Map<number, Uploaded>()

  private constructor(
    readonly peer: Peer,
    readonly directory: string,
    readonly contents: Contents,
    readonly options: Options,
    private readonly server: ServerProcess
  ) {}

  static async start(
    peer: Peer,
    directory: string,
    contents: Contents,
    options: Options
  ): Promise<Session> {
    const port = await freePort()
    const command = peer.command({ directory, port })
    // Beside its data, so that a log on the disk is on the disk.
    const logs = join(directory, '..', 'logs')
    mkdirSync(logs, { recursive: true })
    const log = join(logs, `${basename(directory)}.log`)
    const { ready } = peer
    const server = await ServerProcess.start({ command, cwd: directory, port, ready, log })
    const session = new Session(peer, directory, contents, options, server)
    try {
      await peer.prepare?.(server.url)
    } catch (error) {
      await session.stop()
      throw error
    }
    return session
  }

  get url(): string {
    return this.server.url
  }

  /** Its processes. */
  get group(): number {
    return this.server.group
  }

  /** The beginning of names that nobody has used. */
  prefix(): string {
    return `bench-${++names}-`
  }

  async upload(upload: Upload, size: number): Promise<Uploaded> {
    const name = `${this.prefix()}file`
    const file = this.contents.path(size)
    return { name, answer: await curlUpload({ url: this.url, upload, file, name }) }
  }

  /** A file of this size that is there already. */
  async stored(size: number): Promise<Uploaded> {
    const known = this.kept.get(size)
    if (known) return known
    const uploaded = await this.upload(this.peer.api.raw, size)
    await this.check(uploaded, size)
    this.kept.set(size, uploaded)
    return uploaded
  }

  async remove(uploaded: Uploaded): Promise<void> {
    const url = this.url + this.peer.api.file(uploaded)
    const response = await fetch(url, { method: 'DELETE', headers: { Connection: 'close' } })
    await response.arrayBuffer()
    if (!response.ok) throw new Error(`${url} is not deleted: ${response.status}`)
  }

  stop(): Promise<void> {
    return this.server.stop()
  }

  /** An answer that says 200 and is something else would be measured for nothing. */
  private async check(uploaded: Uploaded, size: number): Promise<void> {
    const url = this.url + this.peer.api.file(uploaded)
    const response = await fetch(url, { method: 'HEAD', headers: { Connection: 'close' } })
    const length = Number(response.headers.get('content-length'))
    // FastAPI answers no HEAD unless it is told to.
    if (response.status !== 405 && length !== size) throw new Error(`${url} has ${length} bytes`)
  }
}
