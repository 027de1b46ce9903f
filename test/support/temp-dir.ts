import { mkdtemp, readdir, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'

/** A new empty directory of its own; whoever makes it removes it with `removeDir`. */
export function makeTempDir(): Promise<string> {
  return mkdtemp(join(tmpdir(), 'filedrop-test-'))
}

/** Removes the directory and everything in it; nothing happens when it is already gone. */
export function removeDir(path: string): Promise<void> {
  return rm(path, { recursive: true, force: true, maxRetries: 3 })
}

/** Every file below the directory as `relative/path size`, sorted; empty when there is no such directory. */
export async function filesBelow(dir: string): Promise<string[]> {
  const entries = await readdir(dir, { recursive: true, withFileTypes: true }).catch(() => [])
  const files = entries.filter((entry) => !entry.isDirectory())
  const rows = await Promise.all(
    files.map((file) => describeFile(dir, join(file.parentPath, file.name)))
  )
  return rows.filter((row) => row !== undefined).sort()
}

/** A file can vanish between the listing and the look at it: the store works meanwhile. */
async function describeFile(dir: string, path: string): Promise<string | undefined> {
  const facts = await stat(path).catch(() => undefined)
  return facts && `${relative(dir, path)} ${facts.size}`
}
