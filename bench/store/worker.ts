/** A process that does one job for whoever forked it. */
import { compacting, serving } from './compaction.js'
import { fill } from './data-directories.js'
import { drain } from './drain.js'
import type { Job, JobInput, JobName } from './job.js'
import { memory } from './memory.js'
import { operations } from './operations.js'
import { requests } from './requests.js'
import { served } from './served.js'

const jobs: Record<JobName, Job> = {
  fill,
  memory,
  operations,
  serving,
  compacting,
  served,
  requests,
  drain,
}

process.once('message', async (input: JobInput) => {
  const figures = await jobs[input.job](input)
  process.send?.(figures, () => process.exit())
})
