import type { FaultyFile } from '../core/upkeep/copy-contents.js'
import { onScreen } from '../terminal/words.js'

/** What is wrong with the content of a file, in one line. */
export function faultInWords(fault: FaultyFile): string {
  const { id, name, size, sha256, contentKey } = fault.record
  const file = `${id} ${onScreen(name)}: content ${contentKey}`
  switch (fault.kind) {
    case 'content-missing':
      return `${file} is missing`
    case 'not-a-file':
      return `${file} is not a file`
    case 'size-differs':
      return `${file} has ${fault.size} bytes, not ${size}`
    case 'digest-differs':
      return `${file} has SHA-256 ${fault.sha256}, not ${sha256}`
    case 'unreadable':
      return `${file} cannot be read: ${fault.reason}`
  }
}
