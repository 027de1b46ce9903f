/** Writes what the schema of the configuration says: .env.example, docs/configuration.md and the table of the README. */
import { readFileSync, writeFileSync } from 'node:fs'
import { configMarkdown, envExample, withSettings } from './config-text.js'

writeFileSync('.env.example', envExample())
writeFileSync('docs/configuration.md', configMarkdown())
writeFileSync('README.md', withSettings(readFileSync('README.md', 'utf8')))
