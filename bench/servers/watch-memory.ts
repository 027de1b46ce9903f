import { groupUsage } from './group-usage.js'

/** Rarely enough that to look costs the server nothing that is seen. */
const period = 100

/** Looks at the memory of a group until it is told to stop, and then gives the most it saw. */
export function watchMemory(group: number): { stop: () => number } {
  let peak = 0
  const look = () => {
    peak = Math.max(peak, groupUsage(group).memory)
  }
  look()
  const timer = setInterval(look, period)
  return {
    stop: () => {
      clearInterval(timer)
      look()
      return peak
    },
  }
}
