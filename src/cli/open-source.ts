import { open } from 'node:fs/promises'
import type { ContentOptions } from '../client/upload-init.js'
import type { Terminal } from '../terminal/command.js'
import { CliError } from './cli-error.js'
import { showTransfer } from './show-transfer.js'

/** Bytes that are read from a file at once. */
const highWaterMark = 256 * 1024

interface Source {
  readonly content: ReadableStream<Uint8Array>
  readonly options: ContentOptions
}

/** What is to be sent: the file at the path, or standard input for `-`. Throws `CliError`. */
export async function openSource(path: string, terminal: Terminal): Promise<Source> {
  if (path === '-') {
    const onProgress = showTransfer(terminal, { name: 'standard input', total: undefined })
    return { content: ReadableStream.from(process.stdin), options: { onProgress } }
  }
  const handle = await open(path).catch((error: Error) => {
    throw new CliError(error.message, 'noInput')
  })
  const facts = await handle.stat()
  if (facts.isDirectory()) {
    await handle.close()
    throw new CliError(`${path} is a directory`, 'noInput')
  }
  const size = facts.isFile() ? facts.size : undefined
  // What is appended meanwhile is more than was announced.
  const end = size ? { end: size - 1 } : {}
  return {
    content: ReadableStream.from(handle.createReadStream({ highWaterMark, ...end })),
    options: {
      onProgress: showTransfer(terminal, { name: path, total: size }),
      ...(size !== undefined && { size }),
    },
  }
}
