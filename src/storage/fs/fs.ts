/**
 * What the embedded stores ask of a file system, and nothing more. Tests put one in its place that loses, tears and
 * refuses; so every call that matters for durability goes through here. Errors are Node's own (`code` is set).
 */
export interface Fs {
  /** Opens without following a symbolic link in the last segment; a new file is readable by its owner alone. */
  open(path: string, mode: OpenMode): Promise<FsFile>
  rename(from: string, to: string): Promise<void>
  unlink(path: string): Promise<void>
  /** Makes the directory and its parents where they are missing, for the owner alone, durably. */
  makeDirectory(path: string): Promise<void>
  list(path: string): Promise<string[]>
  /** Facts of the entry itself: a symbolic link is not followed. */
  stat(path: string): Promise<FsStat>
  /** Makes creations, renames and removals inside the directory durable. */
  syncDirectory(path: string): Promise<void>
  /** Throws where this process may not add, rename or remove entries of the directory. */
  requireWritable(path: string): Promise<void>
  /** Bytes that an unprivileged writer can still add to the file system of `path`. */
  freeSpace(path: string): Promise<number>
}

/** `create` fails when the file exists; `append` makes it where missing; `write` needs it to exist. */
export type OpenMode = 'read' | 'create' | 'append' | 'write'

export interface FsFile {
  /** Writes at the end of what was written before, or at `position`; resolves with the bytes taken, which may be fewer. */
  write(buffers: readonly Uint8Array[], position?: number): Promise<number>
  /** Fills `buffer` from `position`; resolves with the bytes read, 0 at the end. */
  read(buffer: Uint8Array, position: number): Promise<number>
  /** Makes data and what is needed to find it durable. */
  datasync(): Promise<void>
  truncate(length: number): Promise<void>
  stat(): Promise<FsStat>
  close(): Promise<void>
}

export interface FsStat {
  readonly size: number
  readonly isFile: boolean
  readonly isDirectory: boolean
  /** Identity of the device, for checking that two paths can be renamed into each other. */
  readonly device: number
  readonly inode: number
  readonly modifiedAt: number
}
