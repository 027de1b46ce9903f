import { join } from 'node:path'
import { ifThere } from '../fs/errors.js'
import type { Fs } from '../fs/fs.js'
import { thenClose } from '../fs/then-close.js'
import { writeNewFile } from '../fs/write-new-file.js'

/** The file that makes a directory a backup: without it nothing that is there already is ever replaced. */
const markerName = 'BACKUP'

export interface BackupMarker {
  readonly format: 1
  readonly storeId: string
  /** `running` while contents come and go: some may be without a record then. */
  readonly state: 'running' | 'complete'
  /** When the state was written, for people. */
  readonly at: string
}

export async function readMarker(fs: Fs, directory: string): Promise<BackupMarker | undefined> {
  const file = await ifThere(fs.open(join(directory, markerName), 'read'))
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
  { storeId, state }: Pick<BackupMarker, 'storeId' | 'state'>
): Promise<void> {
  const marker: BackupMarker = { format: 1, storeId, state, at: new Date().toISOString() }
  const temporary = join(directory, `${markerName}.tmp`)
  await fs.unlink(temporary).catch(() => {})
  await writeNewFile(fs, temporary, `${JSON.stringify(marker)}\n`)
  await fs.rename(temporary, join(directory, markerName))
  await fs.syncDirectory(directory)
}

function parse(text: string): BackupMarker | undefined {
  try {
    const marker = JSON.parse(text) as Partial<BackupMarker> | null
    const isMarker = marker?.format === 1 && typeof marker.storeId === 'string'
    return isMarker ? (marker as BackupMarker) : undefined
  } catch {
    return undefined
  }
}
