import { readFileSync } from 'node:fs'

const ticksPerSecond = 100
const pageSize = 4096

export interface Usage {
  /** Seconds of CPU, user and system, of the process and of those of its children that ended. */
  readonly cpu: number
  /** Bytes of resident memory. */
  readonly memory: number
}

/** What a process has used, and its process group, from /proc; undefined when it has ended. */
export function processUsage(pid: number | string): (Usage & { group: number }) | undefined {
  const fields = statOf(pid)
  if (!fields) return undefined
  const ticks = fields.slice(11, 15).reduce((sum, time) => sum + Number(time), 0)
  const memory = Number(fields[21]) * pageSize
  return { group: Number(fields[2]), cpu: ticks / ticksPerSecond, memory }
}

/** The fields of proc(5) from the third on: the name before them may hold anything. */
function statOf(pid: number | string): string[] | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  } catch {
    return undefined
  }
}
