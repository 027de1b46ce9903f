import { join } from 'node:path'
import { copyLibraries } from './maven.js'
import { installTool, toolPath } from './tools.js'

const directory = toolPath('s3proxy')

/** What Java looks for its classes in. */
export const s3proxyClassPath = join(directory, 'lib', '*')

/** An S3 that knows none of the newer checksums, as services from before 2025: https://github.com/gaul/s3proxy */
export const installS3proxy = (): Promise<void> =>
  installTool({
    name: 's3proxy',
    stamp: '2.6.0',
    install: (into) => copyLibraries('s3proxy', into),
  })
