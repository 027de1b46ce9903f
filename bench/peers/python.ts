import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { installTool, runGently, toolPath } from '../../scripts/tools/tools.js'

const requirements = fileURLToPath(new URL('requirements.txt', import.meta.url))

/** The interpreter that has the pinned packages. */
export const python = toolPath('python', 'bin', 'python')

export const installPython = (): Promise<void> =>
  installTool({
    name: 'python',
    stamp: readFileSync(requirements, 'utf8'),
    install: async (directory) => {
      await runGently(['python3', '-m', 'venv', directory])
      const pip = join(directory, 'bin', 'pip')
      await runGently([
        pip,
        'install',
        '--quiet',
        '--disable-pip-version-check',
        '-r',
        requirements,
      ])
    },
  })

/** The pinned version of one package. */
export function pinned(name: string): string {
  const lines = readFileSync(requirements, 'utf8').split('\n')
  return lines.find((line) => line.startsWith(`${name}==`))?.replace('==', ' ') ?? name
}
