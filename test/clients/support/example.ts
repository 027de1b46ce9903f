import { readFileSync } from 'node:fs'

export interface Example {
  /** The heading that it stands under on the page. */
  readonly heading: string
  readonly language: 'ts' | 'python' | 'go' | 'java'
  /** Where it is put, in the directory of the client. */
  readonly file: string
  readonly command: (directory: string) => readonly [string, ...string[]]
}

export const publishedAddress = 'http://127.0.0.1:8080'

const page = readFileSync(new URL('../../../docs/clients.md', import.meta.url), 'utf8')

/** The program that docs/clients.md has for a generator. */
export function exampleOf({ heading, language }: Example): string {
  const section = page.split(/^## /m).find((text) => text.startsWith(`${heading}\n`)) ?? ''
  const [, program] = new RegExp(`^\`\`\`${language}\n(.*?)^\`\`\`$`, 'ms').exec(section) ?? []
  if (program === undefined) throw new Error(`docs/clients.md has no ${language} for ${heading}`)
  return program
}
