/** Writes openapi.yaml: what the routes declare, and nothing by hand. */
import { writeFileSync } from 'node:fs'
import { openapiYaml } from './openapi-yaml.js'

writeFileSync('openapi.yaml', await openapiYaml())
