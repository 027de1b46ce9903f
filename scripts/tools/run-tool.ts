import { spawn } from 'node:child_process'
import { env } from 'node:process'

/** Runs a program to its end and resolves with what it printed; rejects with its complaint. */
export async function runTool(
  file: string,
  args: readonly string[],
  variables: NodeJS.ProcessEnv = env
): Promise<string> {
  const child = spawn(file, args, { env: variables, stdio: ['ignore', 'pipe', 'pipe'] })
  // Who interrupts the bench does not want to wait for the load to end.
  const end = () => child.kill('SIGKILL')
  process.once('exit', end)
  try {
    const ended = new Promise<number | null>((resolve, reject) => {
      child.once('close', resolve).once('error', reject)
    })
    const [code, output, complaint] = await Promise.all([
      ended,
      child.stdout.toArray(),
      child.stderr.toArray(),
    ])
    if (code !== 0)
      throw new Error(`${file} ended with ${code}: ${complaint.join('')}${output.join('')}`)
    return output.join('')
  } finally {
    process.off('exit', end)
  }
}
