/** Writes what the schema of the configuration says: .env.example and docs/configuration.md. */
import { writeFileSync } from 'node:fs'
import { configMarkdown, envExample } from './config-text.js'

writeFileSync('.env.example', envExample())
writeFileSync('docs/configuration.md', configMarkdown())
