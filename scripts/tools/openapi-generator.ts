import { copyLibraries } from './maven.js'
import { installTool, toolPath } from './tools.js'

const version = '7.25.0'

export const openapiGeneratorFile = toolPath(
  'openapi-generator',
  'lib',
  `openapi-generator-cli-${version}.jar`
)

/** Makes clients of a document in many languages: https://openapi-generator.tech */
export const installOpenapiGenerator = (): Promise<void> =>
  installTool({
    name: 'openapi-generator',
    stamp: version,
    install: (directory) => copyLibraries('openapi-generator', directory),
  })
