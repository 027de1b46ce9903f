import { copyFile } from 'node:fs/promises'
import { join } from 'node:path'
import packageJson from '../../../package.json' with { type: 'json' }
import { runTool } from '../../../scripts/tools/run-tool.js'
import { documentFile, testClient } from '../support/test-client.js'
import { bin, checkTypes } from '../support/typescript.js'

testClient({
  name: 'openapi-fetch',
  generator: `openapi-typescript ${packageJson.devDependencies['openapi-typescript']}`,
  async build(source, directory) {
    // In a directory of its own: here it would read redocly.yaml.
    const generate = [bin('openapi-typescript'), documentFile, '-o', 'client.ts']
    await runTool('env', ['-C', directory, ...generate])
    await copyFile(join(source, 'program.ts'), join(directory, 'program.ts'))
    await checkTypes(directory)
  },
  command: (directory) => [bin('tsx'), join(directory, 'program.ts')],
  example: {
    heading: 'openapi-typescript and openapi-fetch',
    language: 'ts',
    file: 'example.ts',
    command: (directory) => [bin('tsx'), join(directory, 'example.ts')],
  },
})
