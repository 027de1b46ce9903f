import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { copyDependencies } from '../../../scripts/tools/maven.js'
import {
  installOpenapiGenerator,
  openapiGeneratorFile,
} from '../../../scripts/tools/openapi-generator.js'
import { runGently } from '../../../scripts/tools/tools.js'
import { documentFile, testClient } from '../support/test-client.js'

const classPath = (directory: string) => [
  '-cp',
  `${join(directory, 'classes')}:${join(directory, 'lib', '*')}`,
]

testClient({
  name: 'openapi-generator',
  generator: openapiGeneratorFile,
  async build(source, directory) {
    await installOpenapiGenerator()
    const options = ['-g', 'java', '-i', documentFile, '-o', directory]
    await runGently(['java', '-jar', openapiGeneratorFile, 'generate', ...options])
    // What the client itself asks for.
    await copyDependencies(directory, 'compile')
    const sources = readdirSync(join(directory, 'src/main'), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.java'))
      .map((file) => join(directory, 'src/main', file))
    const javac = ['-encoding', 'UTF-8', '-nowarn', '-d', join(directory, 'classes')]
    const program = join(source, 'Program.java')
    await runGently(['javac', ...javac, ...classPath(directory), ...sources, program])
  },
  command: (directory) => ['java', ...classPath(directory), 'Program'],
  example: {
    heading: 'OpenAPI Generator (Java)',
    language: 'java',
    file: 'Example.java',
    command: (directory) => ['java', ...classPath(directory), join(directory, 'Example.java')],
  },
})
