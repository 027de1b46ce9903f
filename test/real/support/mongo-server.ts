import { join } from 'node:path'
import { MongoClient } from 'mongodb'
import { freePort } from '../../../scripts/tools/free-port.js'
import { mongoClassPath } from '../../../scripts/tools/mongo-java-server.js'
import { makeTempDir, removeDir } from '../../support/temp-dir.js'
import { accepts, Service } from './service.js'

export const mongoUrl = (port: number): string => `mongodb://127.0.0.1:${port}/`

/** A server that speaks the protocol of MongoDB, with its data in memory or in a temporary file. */
export class MongoServer {
  #service: Service | undefined

  private constructor(
    private readonly directory: string,
    private readonly isKept: boolean,
    readonly port: number
  ) {}

  /** `isKept`: its data is still there when it is started again. */
  static async start({ isKept = false } = {}): Promise<MongoServer> {
    const server = new MongoServer(await makeTempDir(), isKept, await freePort())
    await server.resume()
    return server
  }

  /** Starts it again after it was ended. */
  async resume(): Promise<void> {
    const { directory, port } = this
    const settings = [
      '-Xmx512m',
      '-Dorg.slf4j.simpleLogger.defaultLogLevel=error',
      // It writes answers from documents that others change meanwhile: one thread for all keeps each answer whole.
      '-Dio.netty.eventLoopThreads=1',
    ]
    const file = this.isKept ? [join(directory, 'data.h2')] : []
    const args = [...settings, '-cp', mongoClassPath, 'MongoForTests', String(port), ...file]
    this.#service = await Service.start({ file: 'java', args, answers: () => accepts(port) })
  }

  async end(): Promise<void> {
    await this.#service?.stop('SIGTERM')
  }

  url(port = this.port): string {
    return mongoUrl(port)
  }

  /** Does with the database what no store does. */
  async use<T>(work: (client: MongoClient) => Promise<T>): Promise<T> {
    const client = new MongoClient(this.url())
    try {
      return await work(client)
    } finally {
      await client.close()
    }
  }

  async remove(): Promise<void> {
    await this.end()
    await removeDir(this.directory)
  }
}
