import { afterAll, afterEach, beforeAll, expect, onTestFinished } from 'vitest'
import { Client } from './client.js'
import { EmbeddedStand } from './embedded-stand.js'
import type { Server, Settings } from './server.js'
import { type Stand, type StandOptions, startStand } from './stand.js'
import type { FileView } from './wire.js'

/** What a server holds, as far as a client and a look into its data directory can tell. */
interface StoreState {
  readonly temporary: readonly string[]
  readonly content: readonly string[]
  readonly list: readonly FileView[]
}

type Credentials = Readonly<Record<string, string>>

export interface StartOptions extends StandOptions {
  /** Goes with every request of the client that does not say otherwise. */
  readonly credentials?: Credentials
}

/** A running server on a store of its own, with a client for it. */
export class Suite {
  private constructor(
    private readonly stand: Stand,
    public client: Client,
    private readonly credentials: Credentials
  ) {}

  static async start(
    settings: Settings = {},
    { credentials = {}, ...options }: StartOptions = {}
  ): Promise<Suite> {
    const stand = await startStand(settings, options)
    try {
      return new Suite(stand, await Client.connect(stand.server.port, credentials), credentials)
    } catch (error) {
      await stand.remove()
      throw error
    }
  }

  get server(): Server {
    return this.stand.server
  }

  /** Only where the server keeps everything in a directory. */
  get dataDir(): string {
    if (this.stand instanceof EmbeddedStand) return this.stand.dataDir
    throw new Error('this server has no data directory: `leftOut` says why a test needs one')
  }

  /** Starts again on the same store after the server has ended. */
  async restart(settings: Settings = {}): Promise<void> {
    await this.stand.restart(settings)
    this.client = await Client.connect(this.server.port, this.credentials)
  }

  temporaryFiles(): Promise<string[]> {
    return this.stand.temporaryFiles()
  }

  /** The contents that are stored, once every one of them has come to rest. */
  async contentFiles(): Promise<string[]> {
    await this.settled()
    return this.stand.contentFiles()
  }

  /** Resolves when every content that was stored has come to rest, such as in a file of its own. */
  settled(): Promise<void> {
    return this.stand.settled()
  }

  async list(): Promise<FileView[]> {
    return (await this.client.get('/files')).json<FileView[]>()
  }

  async state(): Promise<StoreState> {
    await this.settled()
    const list = await this.list()
    // One after the other: what is just being published would otherwise be missed in both places.
    const temporary = await this.temporaryFiles()
    const content = await this.stand.contentFiles()
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
    await this.stand.remove()
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
  credentials: Credentials = {},
  options: StandOptions = {}
): { readonly current: Suite } {
  let suite: Suite | undefined
  const holder = {
    get current(): Suite {
      if (!suite) throw new Error('the server runs only while tests do')
      return suite
    },
  }
  beforeAll(async () => {
    suite = await Suite.start(settings, { ...options, credentials })
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
  credentials: Credentials = {},
  options: StandOptions = {}
): Promise<Suite> {
  const suite = await Suite.start(settings, { ...options, credentials })
  onTestFinished(async () => {
    const mismatches = suite.client.takeMismatches()
    await suite.dispose()
    expect(mismatches.join('\n')).toBe('')
  })
  return suite
}

/** Stops the server as an operator does and looks at what it leaves. */
async function expectCleanEnd(suite: Suite): Promise<void> {
  const { server } = suite
  const exit = await server.stop()
  expect(exit, server.output()).toEqual({ code: 0, signal: null })
  expect(server.strayLines).toEqual([])
  expect(server.log.filter((line) => Number(line.level) >= 50)).toEqual([])
  expect(await suite.temporaryFiles()).toEqual([])
}
