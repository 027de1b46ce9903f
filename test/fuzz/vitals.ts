import { readdir, readlink } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { openDescriptors } from '../support/process-facts.js'
import type { ServerProcess } from '../support/server-process.js'
import { filesBelow } from '../support/temp-dir.js'
import type { Pool } from './pool.js'

const longestSettling = 10_000
const warning = 40

interface VitalsOptions {
  readonly server: ServerProcess
  readonly dataDir: string
  readonly pool: Pool
  /** What was open before anybody asked for anything. */
  readonly descriptors: number
}

/** A server looked at from outside: through /proc, its log and its data directory. */
export class Vitals {
  constructor(private readonly options: VitalsOptions) {}

  /** What is wrong with the process, and what it has said that it should not, since it was last asked. */
  complaints(): string[] {
    const { server } = this.options
    if (!server.running) return [`the process ended: ${server.output()}`]
    const lines = server.log.splice(0).filter(({ level }) => Number(level) >= warning)
    return [...lines.map((line) => JSON.stringify(line)), ...server.strayLines.splice(0)]
  }

  /** What has been left behind, once everything that was under way has had time to end. */
  async remains(): Promise<string[]> {
    const deadline = Date.now() + longestSettling
    for (;;) {
      const remains = await this.#remainsNow()
      if (remains.length === 0 || Date.now() > deadline) return remains
      await pause(20)
    }
  }

  async #remainsNow(): Promise<string[]> {
    const { server, dataDir, pool } = this.options
    // Before the list is asked for, which takes a connection of its own.
    const descriptors = await openDescriptors(server.pid)
    const temporary = await filesBelow(join(dataDir, 'tmp'))
    const contents = await filesBelow(join(dataDir, 'content'))
    const stored = contents.map((row) => Number(row.split(' ').at(-1))).toSorted((a, b) => a - b)
    const list = await pool.list()
    const listed = list.map(({ file_size }) => file_size).toSorted((a, b) => a - b)
    return [
      ...temporary.map((row) => `left in tmp: ${row}`),
      ...(stored.join() === listed.join()
        ? []
        : [`contents of ${stored.join()} bytes, records of ${listed.join()}`]),
      ...(descriptors <= this.options.descriptors
        ? []
        : [
            `${descriptors} descriptors, before ${this.options.descriptors}: ${await namesOf(server.pid)}`,
          ]),
    ]
  }
}

async function namesOf(pid: number): Promise<string> {
  const directory = `/proc/${pid}/fd`
  const name = (descriptor: string) => readlink(join(directory, descriptor)).catch(() => 'gone')
  return (await Promise.all((await readdir(directory)).map(name))).join(' ')
}
