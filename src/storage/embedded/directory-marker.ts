import { join } from 'node:path'
import { ifThere } from '../fs/errors.js'
import type { Fs } from '../fs/fs.js'
import { thenClose } from '../fs/then-close.js'
import { writeNewFile } from '../fs/write-new-file.js'

/** What a directory is beside a data directory: a copy that is kept, or one that is being made. */
export type MarkerName = 'BACKUP' | 'MIGRATION'

/** The file of that name: without it nothing that is there already is ever replaced. */
export interface DirectoryMarker {
  readonly format: 1
  /** Of the store that is in the directory, or will be. */
  readonly storeId: string
  /** `running` while contents come and go: some may be without a record then. */
  readonly state: 'running' | 'complete'
  /** When the state was written, for people. */
  readonly at: string
}

export async function readMarker(
  fs: Fs,
  directory: string,
  name: MarkerName
): Promise<DirectoryMarker | undefined> {
  const file = await ifThere(fs.open(join(directory, name), 'read'))
  if (file === undefined) return undefined
  return thenClose(file, async () => {
    const buffer = Buffer.alloc(4096)
    return parse(buffer.toString('utf8', 0, await file.read(buffer, 0)))
  })
}

/** Durable when it resolves; a crash leaves the marker from before or this one. */
export async function writeMarker(
  fs: Fs,
  directory: string,
  { name, storeId, state }: Pick<DirectoryMarker, 'storeId' | 'state'> & { name: MarkerName }
): Promise<void> {
  const marker: DirectoryMarker = { format: 1, storeId, state, at: new Date().toISOString() }
  const temporary = join(directory, `${name}.tmp`)
  await fs.unlink(temporary).catch(() => {})
  await writeNewFile(fs, temporary, `${JSON.stringify(marker)}\n`)
  await fs.rename(temporary, join(directory, name))
  await fs.syncDirectory(directory)
}

function parse(text: string): DirectoryMarker | undefined {
  try {
    const marker = JSON.parse(text) as Partial<DirectoryMarker> | null
    const isMarker = marker?.format === 1 && typeof marker.storeId === 'string'
    return isMarker ? (marker as DirectoryMarker) : undefined
  } catch {
    return undefined
  }
}
