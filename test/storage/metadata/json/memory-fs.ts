import { dirname } from 'node:path'
import type { Fs, FsFile, FsStat, OpenMode } from '../../../../src/storage/fs/fs.js'
import { nativeError } from './fault-fs.js'

interface Inode {
  bytes: Buffer
  /** What of it is on the disk for good. */
  durable: Buffer
}

/** What a power cut leaves of bytes and directory entries that were not synced. */
export const powerCuts = {
  'nothing was lost': { entries: 'kept', bytes: (now: Buffer) => now },
  'all that was not synced': { entries: 'lost', bytes: (_: Buffer, durable: Buffer) => durable },
  'bytes but not entries': { entries: 'kept', bytes: (_: Buffer, durable: Buffer) => durable },
  'entries but not bytes': { entries: 'lost', bytes: (now: Buffer) => now },
  'bytes of a length that was kept': {
    entries: 'kept',
    bytes: (now: Buffer, durable: Buffer) => {
      const zeros = Buffer.alloc(now.length)
      durable.copy(zeros)
      return zeros
    },
  },
  'the second half of new bytes': {
    entries: 'kept',
    bytes: (now: Buffer, durable: Buffer) =>
      now.subarray(0, Math.ceil((Math.min(durable.length, now.length) + now.length) / 2)),
  },
  'the first sector of new bytes': {
    entries: 'kept',
    bytes: (now: Buffer, durable: Buffer) => {
      const holed = Buffer.from(now)
      if (now.length > durable.length)
        holed.fill(0, durable.length, Math.min(now.length, durable.length + 512))
      return holed
    },
  },
} satisfies Record<
  string,
  { entries: 'kept' | 'lost'; bytes: (now: Buffer, durable: Buffer) => Buffer }
>
export type PowerCut = keyof typeof powerCuts

/** A file system in memory that knows what a power cut would take. */
export class MemoryFs implements Fs {
  /** Called after each call that changes anything. */
  onChange: () => void = () => {}
  private entries = new Map<string, Inode>()
  private durableEntries = new Map<string, Inode>()

  /** The file system after the cut: only what it left, and all of that durable. */
  after(cut: PowerCut): MemoryFs {
    const { entries, bytes } = powerCuts[cut]
    const left = new MemoryFs()
    for (const [path, inode] of entries === 'kept' ? this.entries : this.durableEntries) {
      const rest = Buffer.from(bytes(inode.bytes, inode.durable))
      left.entries.set(path, { bytes: rest, durable: rest })
    }
    left.durableEntries = new Map(left.entries)
    return left
  }

  /** The same at this moment, for looking at later. */
  copy(): MemoryFs {
    const copies = new Map<Inode, Inode>()
    const copyOf = (inode: Inode): Inode => {
      const copy = copies.get(inode) ?? { ...inode }
      copies.set(inode, copy)
      return copy
    }
    const other = new MemoryFs()
    for (const [path, inode] of this.entries) other.entries.set(path, copyOf(inode))
    for (const [path, inode] of this.durableEntries) other.durableEntries.set(path, copyOf(inode))
    return other
  }

  async open(path: string, mode: OpenMode): Promise<FsFile> {
    const found = this.entries.get(path)
    if (found !== undefined && mode === 'create') throw nativeError('EEXIST')
    if (found === undefined && (mode === 'read' || mode === 'write')) throw nativeError('ENOENT')
    const inode = found ?? { bytes: Buffer.alloc(0), durable: Buffer.alloc(0) }
    this.entries.set(path, inode)
    this.onChange()
    return this.fileOf(inode)
  }

  async rename(from: string, to: string): Promise<void> {
    const inode = this.entries.get(from)
    if (inode === undefined) throw nativeError('ENOENT')
    this.entries.delete(from)
    this.entries.set(to, inode)
    this.onChange()
  }

  async unlink(path: string): Promise<void> {
    if (!this.entries.delete(path)) throw nativeError('ENOENT')
    this.onChange()
  }

  async makeDirectory(): Promise<void> {}

  async list(path: string): Promise<string[]> {
    const names = [...this.entries.keys()].filter((entry) => dirname(entry) === path)
    return names.map((entry) => entry.slice(path.length + 1))
  }

  async stat(path: string): Promise<FsStat> {
    const inode = this.entries.get(path)
    if (inode === undefined) throw nativeError('ENOENT')
    return statOf(inode)
  }

  async syncDirectory(path: string): Promise<void> {
    const here = ([entry]: [string, Inode]) => dirname(entry) === path
    const elsewhere = [...this.durableEntries].filter((entry) => !here(entry))
    this.durableEntries = new Map([...elsewhere, ...[...this.entries].filter(here)])
    this.onChange()
  }

  async requireWritable(): Promise<void> {}

  async freeSpace(): Promise<number> {
    return Number.MAX_SAFE_INTEGER
  }

  private fileOf(inode: Inode): FsFile {
    return {
      write: async (buffers, position = inode.bytes.length) => {
        const added = Buffer.concat(buffers)
        const end = position + added.length
        const bytes = Buffer.alloc(Math.max(inode.bytes.length, end))
        inode.bytes.copy(bytes)
        added.copy(bytes, position)
        inode.bytes = bytes
        this.onChange()
        return added.length
      },
      read: async (buffer, position) => inode.bytes.copy(buffer, 0, position),
      datasync: async () => {
        inode.durable = inode.bytes
        this.onChange()
      },
      truncate: async (length) => {
        inode.bytes = inode.bytes.subarray(0, length)
        this.onChange()
      },
      stat: async () => statOf(inode),
      close: async () => {},
    }
  }
}

const statOf = ({ bytes }: Inode): FsStat => ({
  size: bytes.length,
  isFile: true,
  isDirectory: false,
  device: 1,
  inode: 1,
  modifiedAt: 0,
})
