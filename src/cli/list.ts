import type { Command } from '../terminal/command.js'
import { exitCodes, exitHelp } from '../terminal/exit-codes.js'
import { parseCommand } from '../terminal/parse-command.js'
import { UsageError } from '../terminal/usage-error.js'
import { connect } from './connect.js'
import { fileLine, lineHelp } from './file-line.js'
import { clientExits } from './help.js'

const sorts = ['created', 'name', 'size', 'downloads'] as const
const orders = ['asc', 'desc'] as const

export const list: Command = {
  summary: 'the files that are there',
  help: `Usage: filedrop list [--name TEXT] [--type TYPE] [--sort BY] [--order ORDER] [--limit N] [--json]

${lineHelp}

Options:
  --name TEXT    those with TEXT in their name, in capitals or not
  --type TYPE    those of this media type; \`image/*\` is all images
  --sort BY      ${sorts.join(', ')}; created, if not given
  --order ORDER  asc or desc; desc, if not given: the newest first
  --limit N      no more than N
  --json         one JSON object a line, as the API gives it
  -h, --help     this text

${exitHelp(clientExits)}`,
  async run(args, { print }) {
    const { values } = parseCommand(args, {
      options: {
        name: { type: 'string' },
        type: { type: 'string' },
        sort: { type: 'string', default: 'created' },
        order: { type: 'string', default: 'desc' },
        limit: { type: 'string' },
        json: { type: 'boolean' },
      },
    })
    const { json, limit = '', sort, order, ...filter } = values
    let room = limit === '' ? Number.POSITIVE_INFINITY : wholeNumber(limit)
    const query = {
      ...filter,
      sort: oneOf(sorts, sort),
      order: oneOf(orders, order),
      limit: Math.min(room, 1000),
    }
    for await (const files of connect().pages(query)) {
      const wanted = files.slice(0, room)
      if (wanted.length > 0) await print(wanted.map((file) => fileLine(file, { json })).join('\n'))
      room -= wanted.length
      if (room === 0) break
    }
    return exitCodes.done
  },
}

function oneOf<const T extends string>(choices: readonly T[], text: string): T {
  const found = choices.find((choice) => choice === text)
  if (!found) throw new UsageError(`One of ${choices.join(', ')} is needed, not "${text}"`)
  return found
}

function wholeNumber(text: string): number {
  if (!/^[1-9]\d{0,14}$/.test(text)) throw new UsageError('--limit is a whole number from 1')
  return Number(text)
}
