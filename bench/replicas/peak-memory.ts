import { processUsage } from '../servers/process-usage.js'

/** Looks at the memory of processes until it is told to stop, and then gives the most that one of them had, in MiB. */
export function peakMemory(processes: readonly { readonly pid: number }[]): { stop: () => number } {
  let peak = 0
  const look = () => {
    for (const { pid } of processes) peak = Math.max(peak, processUsage(pid)?.memory ?? 0)
  }
  const timer = setInterval(look, 50)
  return {
    stop: () => {
      clearInterval(timer)
      look()
      return Math.round(peak / 2 ** 20)
    },
  }
}
