import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, expect, onTestFinished, vi } from 'vitest'
import { Client } from './client.js'
import { ServerProcess, type Settings } from './server-process.js'
import { filesBelow, makeTempDir, removeDir } from './temp-dir.js'
import type { FileView } from './wire.js'

/** What a server holds, as far as a client and a look into its data directory can tell. */
interface StoreState {
  readonly temporary: readonly string[]
  readonly content: readonly string[]
  readonly list: readonly FileView[]
}

export interface StartOptions {
  /** Where the data are to be, in place of a new directory. */
  readonly dataDir?: string
  /** Goes with every request of the client that does not say otherwise. */
  readonly credentials?: Readonly<Record<string, string>>
  /** Makes the empty directory what it has to be before the server starts on it. */
  readonly prepare?: ((dataDir: string) => Promise<void>) | undefined
}

/** A running server on a data directory of its own, with a client for it. */
export class Suite {
  readonly dataDir: string
  server: ServerProcess
  client: Client

  private constructor(
    dataDir: string,
    server: ServerProcess,
    client: Client,
    private readonly credentials: Readonly<Record<string, string>>
  ) {
    this.dataDir = dataDir
    this.server = server
    this.client = client
  }

  static async start(
    settings: Settings = {},
    { credentials = {}, prepare, dataDir: given }: StartOptions = {}
  ): Promise<Suite> {
    const dataDir = given ?? (await makeTempDir())
    try {
      await prepare?.(dataDir)
      const server = await ServerProcess.start(dataDir, settings)
      return new Suite(dataDir, server, await Client.connect(server.port, credentials), credentials)
    } catch (error) {
      await removeDir(dataDir)
      throw error
    }
  }

  /** Starts again on the same data directory after the process has ended. */
  async restart(settings: Settings = {}): Promise<void> {
    this.server = await ServerProcess.start(this.dataDir, settings)
    this.client = await Client.connect(this.server.port, this.credentials)
  }

  temporaryFiles(): Promise<string[]> {
    return filesBelow(join(this.dataDir, 'tmp'))
  }

  /** The files of the contents, once every content has one. */
  async contentFiles(): Promise<string[]> {
    await this.settled()
    return this.#contentFiles()
  }

  #contentFiles(): Promise<string[]> {
    return filesBelow(join(this.dataDir, 'content'))
  }

  /** Resolves when every content that was stored has a file of its own. */
  async settled(): Promise<void> {
    const waiting = async () => {
      const segments = await filesBelow(join(this.dataDir, 'spool'))
      return segments.filter((segment) => !segment.endsWith(' 0'))
    }
    // Called in hooks as well, where there is no `expect.poll`.
    await vi.waitFor(async () => expect(await waiting()).toEqual([]), { timeout: 30_000 })
  }

  async list(): Promise<FileView[]> {
    return (await this.client.get('/files')).json<FileView[]>()
  }

  async state(): Promise<StoreState> {
    await this.settled()
    const list = await this.list()
    // One after the other: what is just being published would otherwise be missed in both places.
    const temporary = await this.temporaryFiles()
    const content = await this.#contentFiles()
    return { temporary, content, list }
  }

  /**
   * Runs an action that must leave nothing behind: afterwards the list is the same, no content and no temporary
   * file is left, and the server answers the next request.
   */
  async unchangedBy<T>(action: () => Promise<T>): Promise<T> {
    const before = await this.quiet()
    const result = await action()
    await expect.poll(() => this.state()).toEqual(before)
    return result
  }

  /** The state once nothing is under way: what an earlier request gave up may go a moment after its answer. */
  async quiet(): Promise<StoreState> {
    let state = await this.state()
    const look = async () => {
      state = await this.state()
      return isQuiet(state)
    }
    if (!isQuiet(state)) await expect.poll(look).toBe(true)
    return state
  }

  async dispose(): Promise<void> {
    this.client.closeAll()
    await this.server.kill()
    await removeDir(this.dataDir)
  }
}

const isQuiet = (state: StoreState): boolean =>
  state.temporary.length === 0 && state.content.length === state.list.length

/**
 * One server for all tests of a file. After each test: the server runs, and every answer was as its document says;
 * at the end it stops with code 0, has logged JSON alone, no error, and has left no temporary file.
 */
export function useServer(
  settings: Settings = {},
  credentials: Readonly<Record<string, string>> = {}
): { readonly current: Suite } {
  let suite: Suite | undefined
  const holder = {
    get current(): Suite {
      if (!suite) throw new Error('the server runs only while tests do')
      return suite
    },
  }
  beforeAll(async () => {
    suite = await Suite.start(settings, { credentials })
  })
  afterEach(() => {
    holder.current.client.closeAll()
    expect(holder.current.server.running, holder.current.server.output()).toBe(true)
    expect(holder.current.client.takeMismatches().join('\n')).toBe('')
  })
  afterAll(async () => {
    try {
      await expectCleanEnd(holder.current)
    } finally {
      await suite?.dispose()
    }
  })
  return holder
}

/** A server for one test alone, ended and removed with it; its answers are held against its document as well. */
export async function ownServer(
  settings: Settings = {},
  credentials: Readonly<Record<string, string>> = {}
): Promise<Suite> {
  const suite = await Suite.start(settings, { credentials })
  onTestFinished(async () => {
    const mismatches = suite.client.takeMismatches()
    await suite.dispose()
    expect(mismatches.join('\n')).toBe('')
  })
  return suite
}

/** Stops the server as an operator does and looks at what it leaves. */
async function expectCleanEnd({ server, dataDir }: Suite): Promise<void> {
  const exit = await server.stop()
  expect(exit, server.output()).toEqual({ code: 0, signal: null })
  expect(server.strayLines).toEqual([])
  expect(server.log.filter((line) => Number(line.level) >= 50)).toEqual([])
  expect(await filesBelow(join(dataDir, 'tmp'))).toEqual([])
}
