import { readdirSync } from 'node:fs'
import { processUsage, type Usage } from './process-usage.js'

/** What the processes of a group have used together; memory that they share counts for each. */
export function groupUsage(group: number): Usage {
  let [cpu, memory] = [0, 0]
  for (const name of readdirSync('/proc')) {
    const usage = /^\d+$/.test(name) ? processUsage(name) : undefined
    if (usage?.group !== group) continue
    cpu += usage.cpu
    memory += usage.memory
  }
  return { cpu, memory }
}
