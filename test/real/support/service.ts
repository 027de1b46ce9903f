import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process'
import { once } from 'node:events'
import { connect } from 'node:net'
import { env } from 'node:process'
import { setTimeout as wait } from 'node:timers/promises'

const patience = 30_000

interface ServiceOptions {
  readonly file: string
  readonly args: readonly string[]
  readonly variables?: Readonly<Record<string, string>>
  readonly place?: Pick<SpawnOptions, 'cwd' | 'uid' | 'gid'>
  /** What ends it and its children, where those outlive a master that is killed. */
  readonly endBy?: NodeJS.Signals
  /** Fails until the server serves. */
  readonly answers: () => Promise<void>
}

/** A server of others as a process of its own. */
export class Service {
  private constructor(
    private readonly child: ChildProcess,
    private readonly endBy: NodeJS.Signals
  ) {}

  static async start(options: ServiceOptions): Promise<Service> {
    const { file, args, variables, place, answers, endBy = 'SIGKILL' } = options
    const child = spawn(file, args, {
      ...place,
      env: { ...env, ...variables },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    const said: string[] = []
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => said.push(text))
    }
    // A test that failed half-way must not leave it behind.
    const end = () => child.kill(endBy)
    process.once('exit', end)
    child.once('close', () => process.off('exit', end))
    await once(child, 'spawn')
    const until = performance.now() + patience
    for (;;) {
      const trouble = await answers().catch((error: unknown) => error)
      if (trouble === undefined) return new Service(child, endBy)
      if (child.exitCode !== null || performance.now() > until) {
        child.kill(endBy)
        throw new Error(`${file} does not serve: ${said.join('')}`, { cause: trouble })
      }
      await wait(20)
    }
  }

  get pid(): number {
    return this.child.pid as number
  }

  /** Has it read its configuration again, where it takes that as such. */
  hangUp(): void {
    this.child.kill('SIGHUP')
  }

  /** Stands still from now on: what is sent to it is taken by the system and never read. */
  freeze(): void {
    this.child.kill('SIGSTOP')
  }

  /** Goes on, with what was sent to it meanwhile. */
  thaw(): void {
    this.child.kill('SIGCONT')
  }

  async stop(signal: NodeJS.Signals = this.endBy): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return
    const ended = once(this.child, 'exit')
    this.child.kill(signal)
    await ended
  }
}

/** Fails until somebody takes connections on a port of 127.0.0.1. */
export async function accepts(port: number): Promise<void> {
  const socket = connect(port, '127.0.0.1')
  try {
    await once(socket, 'connect')
  } finally {
    socket.destroy()
  }
}
