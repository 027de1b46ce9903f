/** A file as the process sees it, and as it is on the disk for good. */
export interface FileNode {
  readonly kind: 'file'
  readonly inode: number
  bytes: Buffer
  durable: Buffer
  modifiedAt: number
  /** Whether a sync of it has failed: the kernel then forgets what was to be written, and later syncs say yes. */
  forgets: boolean
}

export interface DirectoryNode {
  readonly kind: 'directory'
  readonly inode: number
  entries: Map<string, Node>
  durable: Map<string, Node>
}

export type Node = FileNode | DirectoryNode

/** One name of a directory that is now another file, or none. */
export interface Edit {
  readonly directory: DirectoryNode
  readonly name: string
  readonly node: Node | undefined
}

let inodes = 0

export const newFile = (bytes = Buffer.alloc(0), modifiedAt = Date.now()): FileNode => ({
  kind: 'file',
  inode: ++inodes,
  bytes,
  durable: Buffer.alloc(0),
  modifiedAt,
  forgets: false,
})

export const newDirectory = (): DirectoryNode => ({
  kind: 'directory',
  inode: ++inodes,
  entries: new Map(),
  durable: new Map(),
})

export function apply(entries: Map<string, Node>, { name, node }: Edit): void {
  if (node === undefined) entries.delete(name)
  else entries.set(name, node)
}

/** Copies every node once, however many names it has. */
export class NodeCopier {
  private readonly copies = new Map<Node, Node>()

  directory(node: DirectoryNode): DirectoryNode {
    return this.copy(node) as DirectoryNode
  }

  copy(node: Node): Node {
    const known = this.copies.get(node)
    if (known !== undefined) return known
    const copy: Node = { ...node }
    this.copies.set(node, copy)
    if (copy.kind === 'directory') {
      copy.entries = this.entries(copy.entries)
      copy.durable = this.entries(copy.durable)
    }
    return copy
  }

  private entries(entries: ReadonlyMap<string, Node>): Map<string, Node> {
    return new Map([...entries].map(([name, node]) => [name, this.copy(node)]))
  }
}
