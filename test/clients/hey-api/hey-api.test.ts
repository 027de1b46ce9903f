import { copyFile } from 'node:fs/promises'
import { join } from 'node:path'
import packageJson from '../../../package.json' with { type: 'json' }
import { runTool } from '../../../scripts/tools/run-tool.js'
import { documentFile, testClient } from '../support/test-client.js'
import { bin, checkTypes } from '../support/typescript.js'

testClient({
  name: 'hey-api',
  generator: `@hey-api/openapi-ts ${packageJson.devDependencies['@hey-api/openapi-ts']}`,
  async build(source, directory) {
    await runTool(bin('openapi-ts'), ['-i', documentFile, '-o', join(directory, 'client')])
    await copyFile(join(source, 'program.ts'), join(directory, 'program.ts'))
    await checkTypes(directory)
  },
  command: (directory) => [bin('tsx'), join(directory, 'program.ts')],
  example: {
    heading: '@hey-api/openapi-ts',
    language: 'ts',
    file: 'example.ts',
    command: (directory) => [bin('tsx'), join(directory, 'example.ts')],
  },
})
