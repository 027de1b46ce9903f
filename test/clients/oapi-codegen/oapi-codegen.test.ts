import { copyFile, mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { runGently } from '../../../scripts/tools/tools.js'
import { documentFile, testClient } from '../support/test-client.js'

const generator = 'github.com/oapi-codegen/oapi-codegen/v2/cmd/oapi-codegen@v2.8.2'

testClient({
  name: 'oapi-codegen',
  generator,
  async build(source, directory) {
    const files = ['go.mod', 'go.sum', 'main.go']
    await Promise.all(files.map((file) => copyFile(join(source, file), join(directory, file))))
    const client = join(directory, 'filedrop')
    await mkdir(client)
    const options = ['-generate', 'types,client', '-package', 'filedrop']
    const target = join(client, 'filedrop.gen.go')
    await runGently(['go', 'run', generator, ...options, '-o', target, documentFile])
    await runGently(['go', 'build', '-C', directory, '-buildvcs=false', '-o', 'program'])
  },
  command: (directory) => [join(directory, 'program')],
  example: {
    heading: 'oapi-codegen (Go)',
    language: 'go',
    file: 'example/main.go',
    command: (directory) => ['go', 'run', '-C', directory, './example'],
  },
})
