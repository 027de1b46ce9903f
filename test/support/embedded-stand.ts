import { join } from 'node:path'
import { expect, vi } from 'vitest'
import { unmountBelow } from './machine.js'
import type { Settings } from './server.js'
import { ServerProcess } from './server-process.js'
import type { Stand, StandOptions } from './stand.js'
import { filesBelow, makeTempDir, removeDir } from './temp-dir.js'

/** One process that keeps everything in a data directory. */
export class EmbeddedStand implements Stand {
  private constructor(
    readonly dataDir: string,
    public server: ServerProcess
  ) {}

  static async start(settings: Settings, { prepare, dataDir: given }: StandOptions) {
    const dataDir = given ?? (await makeTempDir())
    try {
      await prepare?.(dataDir)
      return new EmbeddedStand(dataDir, await ServerProcess.start(dataDir, settings))
    } catch (error) {
      await removeDir(dataDir)
      throw error
    }
  }

  async restart(settings: Settings): Promise<void> {
    this.server = await ServerProcess.start(this.dataDir, settings)
  }

  temporaryFiles(): Promise<string[]> {
    return filesBelow(join(this.dataDir, 'tmp'))
  }

  contentFiles(): Promise<string[]> {
    return filesBelow(join(this.dataDir, 'content'))
  }

  async settled(): Promise<void> {
    const waiting = async () => {
      const segments = await filesBelow(join(this.dataDir, 'spool'))
      return segments.filter((segment) => !segment.endsWith(' 0'))
    }
    // Called in hooks as well, where there is no `expect.poll`.
    await vi.waitFor(async () => expect(await waiting()).toEqual([]), { timeout: 30_000 })
  }

  async remove(): Promise<void> {
    await this.server.kill()
    await unmountBelow(this.dataDir)
    await removeDir(this.dataDir)
  }
}
