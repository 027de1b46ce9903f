import { readFileSync } from 'node:fs'
import { copyFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { installTool, runGently, toolPath } from '../../../scripts/tools/tools.js'
import { documentFile, testClient } from '../support/test-client.js'

const requirements = fileURLToPath(new URL('requirements.txt', import.meta.url))
const stamp = readFileSync(requirements, 'utf8')
const bin = toolPath('openapi-python-client', 'bin')

/** The generator, and what the clients need that it makes. */
const installGenerator = () =>
  installTool({
    name: 'openapi-python-client',
    stamp,
    install: async (directory) => {
      await runGently(['python3.11', '-m', 'venv', directory])
      await runGently([join(bin, 'pip'), 'install', '-q', '-r', requirements])
    },
  })

testClient({
  name: 'openapi-python-client',
  generator: stamp,
  async build(source, directory) {
    await installGenerator()
    // It looks for `ruff`, which formats what it wrote, in the path.
    const path = { PATH: `${bin}:${process.env.PATH}` }
    const client = join(directory, 'filedrop_client')
    const options = ['--path', documentFile, '--meta', 'none', '--output-path', client]
    await runGently([join(bin, 'openapi-python-client'), 'generate', ...options], path)
    await copyFile(join(source, 'program.py'), join(directory, 'program.py'))
  },
  command: (directory) => [join(bin, 'python'), join(directory, 'program.py')],
  example: {
    heading: 'openapi-python-client',
    language: 'python',
    file: 'example.py',
    command: (directory) => [join(bin, 'python'), join(directory, 'example.py')],
  },
})
