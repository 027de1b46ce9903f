import { fork } from 'node:child_process'
import { execArgv } from 'node:process'
import { fileURLToPath } from 'node:url'
import type { Figures, JobInput } from './job.js'

const worker = fileURLToPath(new URL('worker.ts', import.meta.url))

/** Measures in a fresh process, so that nothing of an earlier job is in the heap or in the compiled code. */
export function runJob(input: JobInput): Promise<Figures> {
  const child = fork(worker, [], { execArgv: [...execArgv, '--expose-gc'] })
  return new Promise((resolve, reject) => {
    child.once('message', (figures) => resolve(figures as Figures))
    child.once('exit', (code) => reject(new Error(`the job ${input.job} ended with ${code}`)))
    child.send(input)
  })
}
