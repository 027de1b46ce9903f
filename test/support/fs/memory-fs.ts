import { basename, dirname, normalize } from 'node:path'
import { crc32 } from 'node:zlib'
import type { Fs, FsFile, FsStat, OpenMode } from '../../../src/storage/fs/fs.js'
import { survivorsOf } from './after-power-cut.js'
import {
  apply,
  type DirectoryNode,
  type Edit,
  type FileNode,
  type Node,
  NodeCopier,
  newDirectory,
  newFile,
} from './memory-nodes.js'
import { nativeError } from './native-error.js'
import type { PowerCut } from './power-cuts.js'

/** Its own for each process, since locks are named after it. */
const device = process.pid * 1_000_000

/** A file system in memory that knows what a power cut would take. */
export class MemoryFs implements Fs {
  /** Called after each call that changes anything. */
  onChange: (method: string, path: string) => void = () => {}
  free = Number.MAX_SAFE_INTEGER
  private root = newDirectory()
  /** Changes of directories that are not all on the disk yet, oldest first; each happened at once. */
  private pending: Edit[][] = []

  /** Holds these files, and the directories they need, as if they had always been there. */
  static of(files: Readonly<Record<string, Buffer | string>>): MemoryFs {
    const fs = new MemoryFs()
    for (const [path, bytes] of Object.entries(files)) {
      fs.makeMissing(dirname(path)).entries.set(basename(path), newFile(Buffer.from(bytes)))
    }
    fs.settle()
    return fs
  }

  constructor() {
    this.makeMissing('/data')
    this.settle()
  }

  /** The file system after the cut: only what it left, and all of that durable. */
  after(cut: PowerCut): MemoryFs {
    const left = new MemoryFs()
    left.root = survivorsOf({ root: this.root, pending: this.pending }, cut)
    return left
  }

  /** As a process finds it that starts after another one was killed: all is there, and nothing is in doubt. */
  settled(): MemoryFs {
    const other = this.copy()
    other.settle()
    return other
  }

  /** The same at this moment, for looking at later. */
  copy(): MemoryFs {
    const other = new MemoryFs()
    const copier = new NodeCopier()
    other.root = copier.directory(this.root)
    other.pending = this.pending.map((step) =>
      step.map(({ directory, name, node }) => ({
        directory: copier.directory(directory),
        name,
        node: node && copier.copy(node),
      }))
    )
    return other
  }

  /** Every file below a directory with its bytes, as the process sees it. */
  files(path = '/'): Map<string, Buffer> {
    const found = new Map<string, Buffer>()
    const walk = (node: Node, at: string): void => {
      if (node.kind === 'file') found.set(at, node.bytes)
      else for (const [name, inner] of node.entries) walk(inner, `${at === '/' ? '' : at}/${name}`)
    }
    const start = this.find(path)
    if (start !== undefined) walk(start, path)
    return found
  }

  /** Differs for two that hold different files. */
  fingerprint(): string {
    const lines = [...this.files()].map(
      ([path, bytes]) => `${path} ${bytes.length} ${crc32(bytes)}`
    )
    return lines.sort().join()
  }

  /** What the kernel does when a sync fails: it forgets what it should have written, and says so but once. */
  forget(path: string): void {
    const node = this.find(path)
    if (node?.kind === 'file') node.forgets = true
    else this.pending = without(this.pending, ({ directory }) => directory === node)
  }

  async open(path: string, mode: OpenMode): Promise<FsFile> {
    const found = this.find(path)
    if (found !== undefined && mode === 'create') throw nativeError('EEXIST')
    if (found?.kind === 'directory') throw nativeError('EISDIR')
    if (found === undefined && (mode === 'read' || mode === 'write')) throw nativeError('ENOENT')
    const file = found ?? newFile()
    if (found === undefined) this.edit([[path, file]])
    this.onChange('open', path)
    return this.fileOf(file, path, mode)
  }

  async rename(from: string, to: string): Promise<void> {
    const node = this.find(from)
    if (node === undefined) throw nativeError('ENOENT')
    this.edit([
      [from, undefined],
      [to, node],
    ])
    this.onChange('rename', to)
  }

  async unlink(path: string): Promise<void> {
    const node = this.find(path)
    if (node === undefined) throw nativeError('ENOENT')
    if (node.kind === 'directory') throw nativeError('EISDIR')
    this.edit([[path, undefined]])
    this.onChange('unlink', path)
  }

  async makeDirectory(path: string): Promise<void> {
    const missing: string[] = []
    for (let at = path; this.find(at) === undefined; at = dirname(at)) missing.push(at)
    for (const made of missing.toReversed()) {
      this.edit([[made, newDirectory()]])
      this.onChange('makeDirectory', made)
    }
    for (const made of missing) await this.syncDirectory(dirname(made))
  }

  async list(path: string): Promise<string[]> {
    return [...this.directory(path).entries.keys()]
  }

  async stat(path: string): Promise<FsStat> {
    const node = this.find(path)
    if (node === undefined) throw nativeError('ENOENT')
    return statOf(node)
  }

  async syncDirectory(path: string): Promise<void> {
    const synced = this.directory(path)
    for (const edit of this.pending.flat()) {
      if (edit.directory === synced) apply(synced.durable, edit)
    }
    this.pending = without(this.pending, ({ directory }) => directory === synced)
    this.onChange('syncDirectory', path)
  }

  async requireWritable(path: string): Promise<void> {
    this.directory(path)
  }

  async freeSpace(): Promise<number> {
    return this.free
  }

  /** Makes all of it durable. */
  private settle(): void {
    this.root = survivorsOf({ root: this.root, pending: [] }, undefined)
    this.pending = []
  }

  private find(path: string): Node | undefined {
    let node: Node | undefined = this.root
    for (const name of normalize(path).split('/')) {
      if (name === '' || name === '.') continue
      node = node?.kind === 'directory' ? node.entries.get(name) : undefined
    }
    return node
  }

  private directory(path: string): DirectoryNode {
    const node = this.find(path)
    if (node === undefined) throw nativeError('ENOENT')
    if (node.kind === 'file') throw nativeError('ENOTDIR')
    return node
  }

  private edit(changes: readonly (readonly [path: string, node: Node | undefined])[]): void {
    const step = changes.map(([path, node]) => {
      return { directory: this.directory(dirname(path)), name: basename(path), node }
    })
    for (const edit of step) apply(edit.directory.entries, edit)
    this.pending.push(step)
  }

  private makeMissing(path: string): DirectoryNode {
    let node = this.root
    for (const name of path.split('/').filter((part) => part !== '')) {
      const inner = (node.entries.get(name) as DirectoryNode | undefined) ?? newDirectory()
      node.entries.set(name, inner)
      node = inner
    }
    return node
  }

  private fileOf(file: FileNode, path: string, mode: OpenMode): FsFile {
    return {
      write: async (buffers, at = file.bytes.length) => {
        const added = Buffer.concat(buffers)
        const position = mode === 'append' ? file.bytes.length : at
        const bytes = Buffer.alloc(Math.max(file.bytes.length, position + added.length))
        file.bytes.copy(bytes)
        added.copy(bytes, position)
        file.bytes = bytes
        file.modifiedAt = Date.now()
        this.onChange('write', path)
        return added.length
      },
      read: async (buffer, position) => file.bytes.subarray(position).copy(buffer),
      datasync: async () => {
        if (!file.forgets) file.durable = file.bytes
        this.onChange('datasync', path)
      },
      truncate: async (length) => {
        file.bytes = file.bytes.subarray(0, length)
        this.onChange('truncate', path)
      },
      stat: async () => statOf(file),
      close: async () => {},
    }
  }
}

const without = (steps: readonly Edit[][], isDone: (edit: Edit) => boolean): Edit[][] =>
  steps.map((step) => step.filter((edit) => !isDone(edit))).filter((step) => step.length > 0)

const statOf = (node: Node): FsStat => ({
  size: node.kind === 'file' ? node.bytes.length : 0,
  isFile: node.kind === 'file',
  isDirectory: node.kind === 'directory',
  device,
  inode: node.inode,
  modifiedAt: node.kind === 'file' ? node.modifiedAt : 0,
})
