import {
  apply,
  type DirectoryNode,
  type Edit,
  type Node,
  newDirectory,
  newFile,
} from './memory-nodes.js'
import type { PowerCut } from './power-cuts.js'

interface Disk {
  readonly root: DirectoryNode
  /** Changes of directories that are not all on the disk, oldest first. */
  readonly pending: readonly (readonly Edit[])[]
}

/** The tree that a power cut leaves, all of it durable; without a cut, the tree as the process sees it. */
export function survivorsOf({ root, pending }: Disk, cut: PowerCut | undefined): DirectoryNode {
  const contents = new Map<DirectoryNode, Map<string, Node>>()
  const entriesOf = (directory: DirectoryNode): Map<string, Node> => {
    const known = contents.get(directory)
    if (known !== undefined) return known
    const entries = new Map(cut === undefined ? directory.entries : directory.durable)
    contents.set(directory, entries)
    return entries
  }
  for (const step of cut === undefined ? [] : pending) {
    if (!cut?.keepsChange()) continue
    for (const edit of step) apply(entriesOf(edit.directory), edit)
  }
  const survivors = new Map<Node, Node>()
  const surviving = (node: Node): Node => {
    const known = survivors.get(node)
    if (known !== undefined) return known
    const survivor = node.kind === 'directory' ? newDirectory() : newFile()
    survivors.set(node, survivor)
    if (node.kind === 'directory' && survivor.kind === 'directory') {
      for (const [name, inner] of entriesOf(node)) survivor.entries.set(name, surviving(inner))
      survivor.durable = new Map(survivor.entries)
    } else if (node.kind === 'file' && survivor.kind === 'file') {
      survivor.bytes = cut === undefined ? node.bytes : cut.keepsBytes(node.bytes, node.durable)
      survivor.durable = survivor.bytes
      // Whatever was young is old enough by then to be nobody's any more.
      survivor.modifiedAt = 0
    }
    return survivor
  }
  return surviving(root) as DirectoryNode
}
