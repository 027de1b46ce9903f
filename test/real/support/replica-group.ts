import type { Exit, LogLine, Server } from '../../support/server.js'
import type { ServerProcess } from '../../support/server-process.js'

/** Several replicas, as one server behind one port. */
export class ReplicaGroup implements Server {
  constructor(
    readonly port: number,
    readonly members: readonly ServerProcess[]
  ) {}

  get pid(): number {
    throw new Error('replicas are several processes: what is about one says so with `direct`')
  }

  get pids(): readonly number[] {
    return this.members.map(({ pid }) => pid)
  }

  get running(): boolean {
    return this.members.every(({ running }) => running)
  }

  get exited(): Promise<Exit> {
    return this.#worst(({ exited }) => exited)
  }

  get log(): readonly LogLine[] {
    return this.members.flatMap(({ log }) => log)
  }

  get strayLines(): readonly string[] {
    return this.members.flatMap(({ strayLines }) => strayLines)
  }

  logLine(matches: (line: LogLine) => boolean): Promise<LogLine> {
    return Promise.any(this.members.map((member) => member.logLine(matches)))
  }

  stop(): Promise<Exit> {
    return this.#worst((member) => member.stop())
  }

  kill(): Promise<Exit> {
    return this.#worst((member) => member.kill())
  }

  signal(signal: NodeJS.Signals): void {
    for (const member of this.members) member.signal(signal)
  }

  closeLog(): void {
    for (const member of this.members) member.closeLog()
  }

  pauseLog(): void {
    for (const member of this.members) member.pauseLog()
  }

  output(): string {
    return this.members.map((member) => member.output()).join('\n')
  }

  /** The end of one that did not end well, if there is one. */
  async #worst(end: (member: ServerProcess) => Promise<Exit>): Promise<Exit> {
    const exits = await Promise.all(this.members.map(end))
    return exits.find(({ code }) => code !== 0) ?? { code: 0, signal: null }
  }
}
