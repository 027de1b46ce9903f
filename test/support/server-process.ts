import { type ChildProcess, spawn } from 'node:child_process'
import { tmpdir } from 'node:os'
import { resolve } from 'node:path'
import { env } from 'node:process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import type { Exit, LogLine, Server, Settings } from './server.js'

const root = fileURLToPath(new URL('../..', import.meta.url))
const mainFile = resolve(root, env.FILEDROP_MAIN ?? 'dist/src/main.js')

/** The built server as a process of its own, watched through what it prints. */
export class ServerProcess implements Server {
  readonly #child: ChildProcess
  readonly #waiting = new Set<() => void>()
  #exit: Exit | undefined
  /** Resolves when the process has ended and all its output has been read. */
  readonly exited: Promise<Exit>
  /** The log, line by line. */
  readonly log: LogLine[] = []
  /** What was printed but is not a log line. */
  readonly strayLines: string[] = []
  port = 0

  private constructor(child: ChildProcess) {
    this.#child = child
    for (const stream of [child.stdout, child.stderr]) {
      if (stream) createInterface({ input: stream }).on('line', (line) => this.#take(line))
    }
    this.exited = new Promise((done) => {
      child.once('close', (code, signal) => {
        this.#exit = { code, signal }
        this.#wake()
        done(this.#exit)
      })
    })
  }

  /** Starts a process and does not wait for it: for starts that are meant to fail. */
  static launch(settings: Settings): ServerProcess {
    const child = spawn(process.execPath, [mainFile], {
      // Away from the repository: neither a `.env` nor a relative path of it may matter.
      cwd: tmpdir(),
      env: { PORT: '0', HOST: '127.0.0.1', ...settings },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    // A test that failed half-way must not leave a server behind.
    const end = () => child.kill('SIGKILL')
    process.once('exit', end)
    child.once('close', () => process.off('exit', end))
    return new ServerProcess(child)
  }

  /** Starts a server on the data directory and waits until it listens. */
  static start(dataDir: string, settings: Settings = {}): Promise<ServerProcess> {
    return ServerProcess.serve({ DATA_DIR: dataDir, ...settings })
  }

  /** Starts a server and waits until it listens. */
  static async serve(settings: Settings): Promise<ServerProcess> {
    const server = ServerProcess.launch(settings)
    const line = await server.logLine((entry) => entry.msg === 'listening')
    server.port = Number(new URL(String(line.url)).port)
    return server
  }

  get pid(): number {
    return this.#child.pid as number
  }

  get pids(): readonly number[] {
    return [this.pid]
  }

  get running(): boolean {
    return this.#exit === undefined
  }

  /** The first line of the log, from its beginning, that matches; waits for it while the process lives. */
  async logLine(matches: (line: LogLine) => boolean): Promise<LogLine> {
    for (;;) {
      const found = this.log.find(matches)
      if (found) return found
      if (this.#exit) throw new Error(`the server ended without the line:\n${this.output()}`)
      await new Promise<void>((wake) => this.#waiting.add(wake))
    }
  }

  /** How a start ended that is meant to fail; a server that listens all the same is killed. */
  refused(): Promise<Exit> {
    const listens = this.logLine((line) => line.msg === 'listening').then(() => this.kill())
    return Promise.race([this.exited, listens.catch(() => this.exited)])
  }

  /** Ends the process as an operator does and tells how it ended. */
  stop(): Promise<Exit> {
    this.signal('SIGTERM')
    return this.exited
  }

  /** Ends the process as a crash does. */
  kill(): Promise<Exit> {
    this.signal('SIGKILL')
    return this.exited
  }

  signal(signal: NodeJS.Signals): void {
    if (this.running) this.#child.kill(signal)
  }

  /** Stops reading what it prints, as `head` does and a collector that ended. */
  closeLog(): void {
    this.#child.stdout?.destroy()
  }

  /** Leaves what it prints from now on where it is. */
  pauseLog(): void {
    this.#child.stdout?.pause()
  }

  /** Everything printed, for messages. */
  output(): string {
    return [...this.strayLines, ...this.log.map((line) => JSON.stringify(line))].join('\n')
  }

  #take(text: string): void {
    const line = parseLogLine(text)
    if (line) this.log.push(line)
    else this.strayLines.push(text)
    this.#wake()
  }

  #wake(): void {
    for (const wake of this.#waiting) wake()
    this.#waiting.clear()
  }
}

function parseLogLine(text: string): LogLine | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? (value as LogLine) : undefined
  } catch {
    return undefined
  }
}
