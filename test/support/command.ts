import { type ChildProcess, execFile } from 'node:child_process'
import { tmpdir } from 'node:os'
import { resolve } from 'node:path'
import { env } from 'node:process'
import { fileURLToPath } from 'node:url'
import type { Settings } from './server.js'

const root = fileURLToPath(new URL('../..', import.meta.url))
export const cliFile = resolve(root, env.FILEDROP_CLI ?? 'dist/src/cli/main.js')

export interface Outcome {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

/** A command that runs. */
export interface Running {
  readonly child: ChildProcess
  readonly ended: Promise<Outcome>
}

/** Runs the built command line to its end. */
export function filedrop(...args: readonly string[]): Promise<Outcome> {
  return launch({}, args).ended
}

/** Runs an operator's command on a data directory to its end. */
export function admin(dataDir: string, ...args: readonly string[]): Promise<Outcome> {
  return launchAdmin(dataDir, ...args).ended
}

/** Runs an operator's command that prints one JSON object, and gives that with the exit code. */
export async function adminJson<T>(
  dataDir: string,
  ...args: readonly string[]
): Promise<{ code: number; result: T }> {
  const { code, stdout, stderr } = await admin(dataDir, ...args, '--json')
  if (stdout === '') throw new Error(`no output, exit ${code}: ${stderr}`)
  return { code, result: JSON.parse(stdout) as T }
}

/** Starts an operator's command on a data directory and does not wait for it. */
export const launchAdmin = (dataDir: string, ...args: readonly string[]): Running =>
  launch({ DATA_DIR: dataDir }, ['admin', ...args])

/** Starts the built command line with these settings and nothing else in its environment. */
export function launch(
  settings: Settings,
  args: readonly string[],
  // Away from the repository, as the server is.
  cwd: string = tmpdir()
): Running {
  let child: ChildProcess | undefined
  const ended = new Promise<Outcome>((done) => {
    child = execFile(
      process.execPath,
      [cliFile, ...args],
      { cwd, env: { ...settings }, maxBuffer: 64 * 1024 * 1024 },
      (_error, stdout, stderr) => done({ code: child?.exitCode ?? -1, stdout, stderr })
    )
  })
  return { child: child as unknown as ChildProcess, ended }
}
