import { copyFile } from 'node:fs/promises'
import { join } from 'node:path'
import { runGently } from '../../../scripts/tools/tools.js'
import { documentFile, testClient } from '../support/test-client.js'

testClient({
  name: 'openapi-python-client',
  generator: 'as requirements.txt says',
  async build(source, directory) {
    await runGently(['python3.11', '-m', 'venv', directory])
    const bin = join(directory, 'bin')
    const requirements = join(source, 'requirements.txt')
    await runGently([join(bin, 'pip'), 'install', '-q', '-r', requirements])
    // It looks for `ruff`, which formats what it wrote, in the path.
    const path = { PATH: `${bin}:${process.env.PATH}` }
    const client = join(directory, 'filedrop_client')
    const options = ['--path', documentFile, '--meta', 'none', '--output-path', client]
    await runGently([join(bin, 'openapi-python-client'), 'generate', ...options], path)
    await copyFile(join(source, 'program.py'), join(directory, 'program.py'))
  },
  command: (directory) => [join(directory, 'bin', 'python'), join(directory, 'program.py')],
  example: {
    heading: 'openapi-python-client',
    language: 'python',
    file: 'example.py',
    command: (directory) => [join(directory, 'bin', 'python'), join(directory, 'example.py')],
  },
})
