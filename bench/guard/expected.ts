import { existsSync, readFileSync, writeFileSync } from 'node:fs'

const file = new URL('expected.json', import.meta.url)

/** CPU of this server for one of the bare server, by workload. */
export type Ratios = Readonly<Record<string, number>>

export const readExpected = (): Ratios =>
  existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {}

export function writeExpected(ratios: Ratios): void {
  writeFileSync(file, `${JSON.stringify(ratios, null, 2)}\n`)
}
