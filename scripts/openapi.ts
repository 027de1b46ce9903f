/** Writes openapi.yaml, what the routes declare and nothing by hand, and the types of the client from it. */
import { writeFileSync } from 'node:fs'
import { clientTypes } from './client-types.js'
import { openapiYaml } from './openapi-yaml.js'

const document = await openapiYaml()
writeFileSync('openapi.yaml', document)
writeFileSync('src/client/openapi.ts', await clientTypes(document))
