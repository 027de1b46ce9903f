import { execFile } from 'node:child_process'
import { resolve } from 'node:path'
import { env } from 'node:process'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../..', import.meta.url))
const cliFile = resolve(root, env.FILEDROP_CLI ?? 'dist/src/cli/main.js')

export interface Outcome {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

/** Runs the built command line to its end. */
export function filedrop(...args: readonly string[]): Promise<Outcome> {
  return new Promise((done) => {
    const child = execFile(process.execPath, [cliFile, ...args], (_error, stdout, stderr) =>
      done({ code: child.exitCode ?? -1, stdout, stderr })
    )
  })
}
