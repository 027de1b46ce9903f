import type { Dirent } from 'node:fs'
import { lstat, readdir } from 'node:fs/promises'
import { join } from 'node:path'

/** A path that was come across: a file to be taken, or the reason why it is none. */
export interface Found {
  readonly path: string
  /** Absent for a file. */
  readonly reason?: string
}

/** Every file at or below the paths, in order of their names; what is no file comes with the reason. */
export async function* filesBelow(paths: readonly string[]): AsyncGenerator<Found> {
  for (const path of paths) {
    try {
      yield* take(path, await lstat(path))
    } catch (error) {
      yield { path, reason: (error as Error).message }
    }
  }
}

type Kind = Pick<Dirent, 'isFile' | 'isDirectory' | 'isSymbolicLink'>

async function* take(path: string, kind: Kind): AsyncGenerator<Found> {
  if (kind.isFile()) yield { path }
  else if (kind.isDirectory()) yield* takeFolder(path)
  else yield { path, reason: kind.isSymbolicLink() ? 'a symbolic link' : 'neither file nor folder' }
}

async function* takeFolder(path: string): AsyncGenerator<Found> {
  let entries: Dirent[]
  try {
    entries = await readdir(path, { withFileTypes: true })
  } catch (error) {
    yield { path, reason: (error as Error).message }
    return
  }
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    yield* take(join(path, entry.name), entry)
  }
}
