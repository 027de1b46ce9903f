import { readFileSync } from 'node:fs'
import { parseEnv } from 'node:util'
import { describe, expect, test } from 'vitest'
import { configEntries } from '../../schemas/config.js'
import { configMarkdown, envExample } from '../../scripts/config-text.js'
import { parseConfig } from '../../src/config.js'

const stale = 'the schema of the configuration changed: run npm run docs:config'

describe('the pages that are generated from the schema of the configuration', () => {
  test('.env.example is up to date', () => {
    expect(readFileSync('.env.example', 'utf8'), stale).toBe(envExample())
  })

  test('docs/configuration.md is up to date', () => {
    expect(readFileSync('docs/configuration.md', 'utf8'), stale).toBe(configMarkdown())
  })

  test('an example file with every line uncommented gives the defaults', () => {
    const settings = envExample().replace(/^#(?=[A-Z0-9_]+=)/gm, '')
    const environment = parseEnv(settings)
    expect(Object.keys(environment).sort()).toEqual(
      configEntries()
        .map(([name]) => name)
        .sort()
    )
    expect(parseConfig(environment as Record<string, string>)).toEqual(parseConfig({}))
  })

  test('every setting says what it means, in the page as well', () => {
    const page = configMarkdown()
    for (const [name, { description }] of configEntries()) {
      expect(description, name).toMatch(/\.$/)
      expect(page).toContain(`| \`${name}\` |`)
      expect(page).toContain(description)
    }
  })
})
