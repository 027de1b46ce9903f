import { type ChildProcess, spawn } from 'node:child_process'
import { env, execPath } from 'node:process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { processUsage } from './servers/process-usage.js'

const main = fileURLToPath(new URL('../dist/src/main.js', import.meta.url))

/** The built server as in production, watched from outside through /proc. */
export class BenchServer {
  private constructor(
    readonly url: string,
    private readonly child: ChildProcess
  ) {}

  static async start(directory: string): Promise<BenchServer> {
    const child = spawn(execPath, [main], {
      cwd: directory,
      env: { ...env, DATA_DIR: directory, PORT: '0' },
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const lines = createInterface({ input: child.stdout as NodeJS.ReadableStream })
    const url = await new Promise<string>((resolve, reject) => {
      child.once('exit', (code) => reject(new Error(`the server ended with ${code}`)))
      lines.on('line', (line) => {
        const entry = JSON.parse(line)
        if (entry.msg === 'listening') resolve(entry.url)
      })
    })
    return new BenchServer(url, child)
  }

  /** Bytes of memory the process has now. */
  memory(): number {
    return processUsage(this.pid)?.memory ?? 0
  }

  /** Seconds of CPU the process has used. */
  usage(): number {
    return processUsage(this.pid)?.cpu ?? 0
  }

  /** Looks at the memory until it is told to stop, and then gives the most it saw. */
  watchMemory(): { stop: () => number } {
    let peak = this.memory()
    const timer = setInterval(() => {
      peak = Math.max(peak, this.memory())
    }, 20)
    return {
      stop: () => {
        clearInterval(timer)
        return Math.max(peak, this.memory())
      },
    }
  }

  private get pid(): number {
    return this.child.pid as number
  }

  async stop(): Promise<void> {
    const ended = new Promise((resolve) => this.child.once('exit', resolve))
    this.child.kill('SIGTERM')
    await ended
  }
}
