import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { launch, type Outcome } from './command.js'
import { type StoredRecord, tempDir } from './data-dir.js'
import type { Settings } from './server.js'

/** What `filedrop admin migrate --json` prints. */
export interface Migrated {
  readonly finished: boolean
  readonly files: number
  readonly bytes: number
  readonly copiedFiles: number
  readonly copiedBytes: number
  readonly faults: readonly { readonly kind: string; readonly record: StoredRecord }[]
}

/** The settings of a store that is in a directory as a whole. */
export const embedded = (dataDir: string): Settings => ({ DATA_DIR: dataDir })

/** A file with these settings, as operators write them; removed when the test ends. */
export async function settingsFile(settings: Settings): Promise<string> {
  const path = join(await tempDir(), 'settings.env')
  const lines = Object.entries(settings).map(([name, value]) => `${name}=${value}\n`)
  await writeFile(path, lines.join(''))
  return path
}

/** Migrates one store to another, to the end of the command. */
export async function migrate(from: Settings, to: Settings, ...more: string[]): Promise<Outcome> {
  const files = ['--from', await settingsFile(from), '--to', await settingsFile(to)]
  return launch({}, ['admin', 'migrate', ...files, ...more]).ended
}

export async function migrateJson(
  from: Settings,
  to: Settings,
  ...more: string[]
): Promise<{ code: number; result: Migrated }> {
  const { code, stdout, stderr } = await migrate(from, to, ...more, '--json')
  if (stdout === '') throw new Error(`no output, exit ${code}: ${stderr}`)
  return { code, result: JSON.parse(stdout) as Migrated }
}
