import { groupUsage } from '../servers/group-usage.js'
import { watchMemory } from '../servers/watch-memory.js'
import type { Sample } from './sample.js'
import type { Session } from './session.js'
import type { Workload } from './workload.js'

type Figures = Omit<Sample, 'workload' | 'peer' | 'round'>

/** What the workload cost and gave, once. */
export async function measure(session: Session, workload: Workload): Promise<Figures> {
  const run = await workload.prepare(session)
  try {
    await run.warmUp?.()
    await session.peer.settled?.(session.directory)
    const before = groupUsage(session.group).cpu
    const watch = watchMemory(session.group)
    const start = performance.now()
    const amount = await run.measured().finally(() => watch.stop())
    const answered = performance.now()
    await session.peer.settled?.(session.directory)
    // What it puts off until after the answers is part of the work, in time and in CPU.
    const late = (performance.now() - answered) / 1000
    const seconds = (answered - start) / 1000
    return {
      rate: amount.count / amount.seconds,
      settledRate: amount.count / (late > 0.1 ? seconds + late : amount.seconds),
      cpu: (groupUsage(session.group).cpu - before) / amount.count,
      memory: watch.stop(),
      ...amount.latency,
    }
  } finally {
    await run.after?.()
  }
}
