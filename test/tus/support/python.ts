import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const run = promisify(execFile)
const root = fileURLToPath(new URL('../../..', import.meta.url))

/** Has the packages that test/tus/requirements.txt pins; once for all files of the suite. */
export async function setup(): Promise<void> {
  await run('bash', ['-ec', '. test/support/python-suite.sh; install_packages tus'], { cwd: root })
}

/** Runs a program of the suite to its end and gives what it printed. */
export async function python(program: string, args: readonly string[]): Promise<string> {
  const { stdout } = await run('.venv/tus/bin/python', [`test/tus/${program}`, ...args], {
    cwd: root,
    env: { ...process.env, PYTHONDONTWRITEBYTECODE: '1' },
  })
  return stdout.trim()
}
