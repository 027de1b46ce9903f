import { type ChildProcess, spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { env, execPath } from 'node:process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

const main = fileURLToPath(new URL('../dist/src/main.js', import.meta.url))
const ticksPerSecond = 100

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
    const status = readFileSync(`/proc/${this.child.pid}/status`, 'utf8')
    return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1]) * 1024
  }

  /** Seconds of CPU the process has used. */
  usage(): number {
    const stat = readFileSync(`/proc/${this.child.pid}/stat`, 'utf8')
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    return (Number(fields[11]) + Number(fields[12])) / ticksPerSecond
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

  async stop(): Promise<void> {
    const ended = new Promise((resolve) => this.child.once('exit', resolve))
    this.child.kill('SIGTERM')
    await ended
  }
}
