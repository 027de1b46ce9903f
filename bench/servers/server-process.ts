import { type ChildProcess, spawn } from 'node:child_process'
import { closeSync, openSync, readFileSync } from 'node:fs'
import { env } from 'node:process'
import { setTimeout } from 'node:timers/promises'
import { groups } from './groups.js'

const patience = 30_000
const grace = 10_000

export interface Command {
  readonly file: string
  readonly args: readonly string[]
  readonly env?: Readonly<Record<string, string>>
}

interface StartOptions {
  readonly command: Command
  readonly cwd: string
  readonly port: number
  /** A path that is answered, with whatever status, once the server serves. */
  readonly ready: string
  /** Takes standard output and standard error. */
  readonly log: string
}

/** A server and all processes that it starts, as one process group. */
export class ServerProcess {
  private constructor(
    private readonly child: ChildProcess,
    readonly group: number,
    readonly url: string
  ) {}

  static async start({ command, cwd, port, ready, log }: StartOptions): Promise<ServerProcess> {
    const output = openSync(log, 'a')
    const child = spawn(command.file, command.args, {
      cwd,
      env: { ...env, ...command.env },
      // The leader of a group of its own, so that workers end with it and are counted with it.
      detached: true,
      stdio: ['ignore', output, output],
    })
    closeSync(output)
    await new Promise((resolve, reject) => child.once('spawn', resolve).once('error', reject))
    const server = new ServerProcess(child, child.pid as number, `http://127.0.0.1:${port}`)
    groups.add(server.group)
    try {
      await server.answers(ready, log)
    } catch (error) {
      await server.stop()
      throw error
    }
    return server
  }

  async stop(): Promise<void> {
    const ended = this.hasEnded()
      ? Promise.resolve()
      : new Promise<void>((resolve) => this.child.once('exit', () => resolve()))
    this.signal('SIGTERM')
    const timer = new AbortController()
    await Promise.race([ended, setTimeout(grace, undefined, timer).catch(() => {})])
    timer.abort()
    // Whatever of the group is left has had its time.
    this.signal('SIGKILL')
    await ended
    groups.delete(this.group)
  }

  private async answers(path: string, log: string): Promise<void> {
    const end = performance.now() + patience
    while (performance.now() < end) {
      if (this.hasEnded()) throw new Error(`${this.child.spawnfile} ended: ${lastWords(log)}`)
      try {
        const response = await fetch(this.url + path, { headers: { Connection: 'close' } })
        await response.arrayBuffer()
        return
      } catch {
        await setTimeout(20)
      }
    }
    throw new Error(`${this.child.spawnfile} does not answer: ${lastWords(log)}`)
  }

  private hasEnded(): boolean {
    return this.child.exitCode !== null || this.child.signalCode !== null
  }

  private signal(signal: NodeJS.Signals): void {
    try {
      process.kill(-this.group, signal)
    } catch {
      // Nobody of it is left.
    }
  }
}

/** The log goes with all other data when the bench ends. */
const lastWords = (log: string): string => readFileSync(log, 'utf8').slice(-500)
