import { readdirSync, readFileSync } from 'node:fs'

const ticksPerSecond = 100
const pageSize = 4096

interface GroupUsage {
  /** Seconds of CPU, user and system, of all processes of the group and of those that ended in it. */
  readonly cpu: number
  /** Bytes of resident memory of all processes; what they share counts for each. */
  readonly memory: number
}

/** What the processes of a group have used, from /proc. */
export function groupUsage(group: number): GroupUsage {
  let ticks = 0
  let pages = 0
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue
    const fields = statOf(name)
    if (Number(fields?.[2]) !== group || fields === undefined) continue
    for (const time of fields.slice(11, 15)) ticks += Number(time)
    pages += Number(fields[21])
  }
  return { cpu: ticks / ticksPerSecond, memory: pages * pageSize }
}

/** The fields of proc(5) from the third on: the name before them may hold anything. */
function statOf(pid: string): string[] | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  } catch {
    // It ended since the directory was read.
    return undefined
  }
}
