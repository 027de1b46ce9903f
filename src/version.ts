import { readFileSync } from 'node:fs'

/** Found from `src/` as well as from `dist/src/`. */
const candidates = ['../package.json', '../../package.json']

function readVersion(): string {
  for (const candidate of candidates) {
    try {
      return JSON.parse(readFileSync(new URL(candidate, import.meta.url), 'utf8')).version
    } catch {}
  }
  return '0.0.0'
}

/** Version of the package. */
export const version: string = readVersion()
