import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { env, stderr } from 'node:process'
import { fileURLToPath } from 'node:url'
import { runTool } from './run-tool.js'

const root = fileURLToPath(new URL('../../.tools', import.meta.url))

interface Tool {
  readonly name: string
  /** Says which versions; another stamp installs anew. */
  readonly stamp: string
  readonly install: (directory: string) => Promise<void>
}

/** Where the parts of a tool are, or will be. */
export const toolPath = (...parts: string[]): string => join(root, ...parts)

/** Installs into `.tools/`, unless that holds these very versions. */
export async function installTool({ name, stamp, install }: Tool): Promise<void> {
  const directory = toolPath(name)
  const stampFile = join(directory, 'stamp')
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp) return
  stderr.write(`installing ${name}, once\n`)
  rmSync(directory, { recursive: true, force: true })
  mkdirSync(directory, { recursive: true })
  await install(directory)
  writeFileSync(stampFile, stamp)
}

/** Runs an installer with low priority: it may take minutes, in which others want to work. */
export const runGently = (
  [file, ...args]: readonly [string, ...string[]],
  variables: Record<string, string> = {}
): Promise<string> => runTool('nice', ['-n', '15', file, ...args], { ...env, ...variables })

/** Throws where a program of the distribution is missing. */
export async function needProgram(program: string): Promise<void> {
  await runTool('sh', ['-c', `command -v ${program}`]).catch(() => {
    throw new Error(`${program} is missing: apt-get install ${program}`)
  })
}
