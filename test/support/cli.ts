import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { launch, type Outcome } from './command.js'
import { makeTempDir, removeDir } from './temp-dir.js'

interface Cli {
  /** The working directory of the commands. */
  readonly dir: string
  readonly path: (name: string) => string
  /** Runs a command to its end, with what it is given on standard input. */
  run(args: readonly string[], input?: string): Promise<Outcome>
}

/** The command line as somebody in a directory of their own has it, for the service at the address. */
export async function cliFor(url: string, token = ''): Promise<Cli> {
  const dir = await makeTempDir()
  onTestFinished(() => removeDir(dir))
  return {
    dir,
    path: (name) => join(dir, name),
    run(args, input = '') {
      const { child, ended } = launch({ FILEDROP_URL: url, FILEDROP_TOKEN: token }, args, dir)
      // A command may end without having read what it was given.
      child.stdin?.on('error', () => {}).end(input)
      return ended
    },
  }
}
