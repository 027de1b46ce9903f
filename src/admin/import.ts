import { constants } from 'node:fs'
import { open } from 'node:fs/promises'
import { basename, resolve } from 'node:path'
import { compose } from '../compose.js'
import { loadConfig } from '../config.js'
import { FileError } from '../core/errors.js'
import type { FileRecord } from '../core/file-record.js'
import type { FileService } from '../core/file-service.js'
import type { UploadSource } from '../core/upload.js'
import type { Command } from '../terminal/command.js'
import { exitCodes, exitHelp } from '../terminal/exit-codes.js'
import { parseCommand } from '../terminal/parse-command.js'
import { bytesInWords, counted, onScreen } from '../terminal/words.js'
import { type Found, filesBelow } from './files-below.js'

interface Imported {
  readonly path: string
  readonly id: string
  readonly name: string
  readonly type: string
  readonly size: number
  readonly publishedAs: string | null
}

export const importFiles: Command = {
  summary: 'take files and folders of this machine into the store',
  help: `Usage: filedrop admin import PATH... [--publish] [--json]

Uploads each file, and each file below each folder, as a client would: the name is the last part of
its path, the type that of its extension, and the limits on size and free space hold. Symbolic links
are not followed. What is not taken is named with the reason. The server must be stopped.

Options:
  --publish   let each answer under its name as well, at /uploads/NAME
  --json      one JSON object: imported, refused
  -h, --help  this text

${exitHelp({
  done: '',
  problems: 'done, but something was not taken',
  usage: '',
  corrupt: '',
  io: '',
  inUse: 'a server is using the data directory; stop it first',
  config: '',
})}`,
  async run(args, { print, report }) {
    const { values, operands } = parseCommand(args, {
      options: {
        json: { type: 'boolean', default: false },
        publish: { type: 'boolean', default: false },
      },
      operands: { name: 'PATH', least: 1, most: Number.POSITIVE_INFINITY },
    })
    const { json, publish } = values
    const { service, close } = await compose(loadConfig(), { report, measure: () => {} })
    const imported: Imported[] = []
    const refused: Required<Found>[] = []
    try {
      for await (const found of filesBelow(operands)) {
        const outcome = await importOne(service, found, publish)
        if ('reason' in outcome) refused.push(outcome)
        else imported.push(outcome)
        if (!json) await print(inWords(outcome))
      }
    } finally {
      await close()
    }
    if (json) await print(JSON.stringify({ imported, refused }))
    else await print(summary(imported, refused))
    return refused.length === 0 ? exitCodes.done : exitCodes.problems
  },
}

async function importOne(
  service: FileService,
  { path, reason }: Found,
  publish: boolean
): Promise<Imported | Required<Found>> {
  if (reason !== undefined) return { path, reason }
  try {
    const record: FileRecord = await service.upload(sourceOf(path), { publish })
    const { id, name, type, size, publishedAs } = record
    return { path, id, name, type, size, publishedAs }
  } catch (error) {
    // A store that takes nothing more is the end of it; whatever else is wrong is wrong with this file.
    const isFatal =
      error instanceof FileError && ['STORE_UNAVAILABLE', 'DURABILITY_UNKNOWN'].includes(error.code)
    if (isFatal) throw error
    return { path, reason: (error as Error).message }
  }
}

/** Bytes read at a time: fewer, larger reads cost less. */
const pieceBytes = 1024 * 1024

const sourceOf = (path: string): UploadSource => {
  const name = basename(resolve(path))
  return {
    atLeast: 0,
    digests: [],
    name,
    receive: async (store) => {
      // It may have become a link, or a FIFO that nobody writes to, since it was come across.
      const { O_RDONLY, O_NOFOLLOW, O_NONBLOCK } = constants
      const file = await open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK)
      try {
        if (!(await file.stat()).isFile()) throw new Error('not a file any more')
        await store(file.createReadStream({ highWaterMark: pieceBytes, autoClose: false }))
      } finally {
        await file.close()
      }
      return { name }
    },
  }
}

const inWords = (outcome: Imported | Required<Found>): string =>
  'reason' in outcome
    ? `refused ${onScreen(outcome.path)}: ${onScreen(outcome.reason)}`
    : `${outcome.id} ${onScreen(outcome.path)}${outcome.publishedAs === null ? '' : ` as /uploads/${outcome.publishedAs}`}`

function summary(imported: readonly Imported[], refused: readonly Required<Found>[]): string {
  const bytes = imported.reduce((sum, { size }) => sum + size, 0)
  const rest = refused.length === 0 ? '' : `; ${refused.length} refused`
  return `Imported ${counted(imported.length, 'file')}, ${bytesInWords(bytes)}${rest}`
}
