import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { copyLibraries } from './maven.js'
import { installTool, runGently, toolPath } from './tools.js'

const version = '1.47.0'
const main = fileURLToPath(new URL('mongo/MongoForTests.java', import.meta.url))

const directory = toolPath('mongo-java-server')
const libraries = join(directory, 'lib', '*')

/** What Java looks for its classes in. */
export const mongoClassPath = `${libraries}:${directory}`

/** A server that speaks the protocol of MongoDB: https://github.com/bwaldvogel/mongo-java-server */
export const installMongoJavaServer = (): Promise<void> =>
  installTool({
    name: 'mongo-java-server',
    stamp: version,
    install: async () => {
      await copyLibraries('mongo', directory)
      await runGently(['javac', '-cp', libraries, '-d', directory, main])
    },
  })
