import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { TaggedFile } from '../client/client.js'
import type { Command, Terminal } from '../terminal/command.js'
import { exitCodes, exitHelp } from '../terminal/exit-codes.js'
import { parseCommand } from '../terminal/parse-command.js'
import { jsonOnScreen, onScreen } from '../terminal/words.js'
import { CliError } from './cli-error.js'
import { connect } from './connect.js'
import { fileId, idHelp } from './file-id.js'
import { clientExits } from './help.js'
import { PartFile } from './part-file.js'
import { safeFileName } from './safe-file-name.js'
import { showTransfer } from './show-transfer.js'

export const download: Command = {
  summary: 'fetch a file, or the rest of it',
  help: `Usage: filedrop download ID [-o PATH|-] [--force] [--json]

Writes the file under its name into the working directory, as PATH, or into the directory PATH, and
prints where it is. The name is changed where it would be hidden or lead elsewhere. Bytes are
checked against the SHA-256 of the service before they get the name.

What came of a download that broke off stays there as filedrop-….part, and the next call goes on
from the end of the largest of them. ${idHelp}

Options:
  -o, --output PATH  where to; - is standard output
  --force            replace a file that is there already
  --json             one JSON object: the metadata and the path
  -h, --help         this text

${exitHelp({ ...clientExits, corrupt: 'the SHA-256 differs: nothing is kept', cannotCreate: 'the file is there already, or cannot be made' })}`,
  async run(args, terminal) {
    const { values, operands } = parseCommand(args, {
      options: {
        output: { type: 'string', short: 'o' },
        force: { type: 'boolean', default: false },
        json: { type: 'boolean' },
      },
      operands: { name: 'ID', least: 1, most: 1 },
    })
    const { output, force, json } = values
    const transfer = await begin(fileId(operands[0] ?? ''), terminal)
    if (output === '-') {
      await toStandardOutput(transfer)
      return exitCodes.done
    }
    const path = await targetOf(transfer.file, output)
    if (!force && (await isThere(path))) {
      throw new CliError(`${path} is there already; --force replaces it`, 'cannotCreate')
    }
    await toFile(transfer, { path, force })
    await terminal.print(json ? jsonOnScreen({ ...transfer.file, path }) : onScreen(path))
    return exitCodes.done
  },
}

interface Transfer {
  readonly file: TaggedFile
  /** The bytes from the one at `first`. */
  bytes(first: number): Promise<ReadableStream<Uint8Array>>
}

async function begin(id: string, terminal: Terminal): Promise<Transfer> {
  const client = connect()
  const file = await client.metadata(id)
  if (!/^[0-9a-f]{64}$/.test(file.sha256)) throw new CliError('That is no SHA-256', 'protocol')
  return {
    file,
    async bytes(first) {
      const { body, start } = await client.download(id, {
        // What comes now has to belong to the metadata that were read before.
        ifMatch: file.etag,
        ...(first > 0 && { range: { first } }),
        onProgress: showTransfer(terminal, {
          name: file.file_name,
          total: file.file_size,
          before: first,
        }),
      })
      if (start !== first) throw new CliError('Other bytes came than were asked for', 'protocol')
      return body
    },
  }
}

async function targetOf({ file_name }: TaggedFile, output = '.'): Promise<string> {
  const facts = await stat(output).catch(() => undefined)
  return facts?.isDirectory() ? join(output, safeFileName(file_name)) : output
}

const isThere = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false
  )

async function toFile(
  { file, bytes }: Transfer,
  { path, force }: { readonly path: string; readonly force: boolean }
): Promise<void> {
  const { sha256, file_size: size } = file
  const part = await PartFile.open(dirname(path), { sha256, size })
  try {
    // An empty file is asked for as well: that is a download that counts.
    if (part.size < size || size === 0) await part.append(await bytes(part.size))
    await part.finish(path, { replaces: force })
  } finally {
    await part.close()
  }
}

async function toStandardOutput({ file, bytes }: Transfer): Promise<void> {
  const hash = createHash('sha256')
  for await (const chunk of await bytes(0)) {
    hash.update(chunk)
    if (!process.stdout.write(chunk)) await once(process.stdout, 'drain')
  }
  if (hash.digest('hex') !== file.sha256) {
    throw new CliError('What came is not what the service has: SHA-256 differs', 'corrupt')
  }
}
