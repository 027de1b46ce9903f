import { readFile, utimes } from 'node:fs/promises'
import { join } from 'node:path'
import { ChangeWatch } from '../../support/change-watch.js'
import { launchAdmin } from '../../support/command.js'

interface Killing {
  readonly dataDir: string
  readonly args: readonly string[]
  /** Where it makes changes, and after how many of them it is killed. */
  readonly directories: readonly string[]
  readonly steps: number
}

/** Runs an operator's command and kills it on its way; resolves with whether it was still at work. */
export async function killCommand({
  dataDir,
  args,
  directories,
  steps,
}: Killing): Promise<boolean> {
  const watch = new ChangeWatch(directories)
  const { child, ended } = launchAdmin(dataDir, ...args)
  await Promise.race([watch.afterSteps(steps), ended])
  child.kill('SIGKILL')
  await ended
  watch.close()
  await outwaitLock(dataDir)
  return child.signalCode === 'SIGKILL'
}

/** One that was cut short while it was made says nobody's name and keeps everybody waiting for a minute. */
async function outwaitLock(dataDir: string): Promise<void> {
  const path = join(dataDir, 'LOCK')
  const text = await readFile(path, 'utf8').catch(() => undefined)
  if (text === '') await utimes(path, 0, 0)
}
