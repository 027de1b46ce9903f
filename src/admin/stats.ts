import { inspect } from '../compose.js'
import { type Stats, stats as statsOf } from '../core/upkeep/stats.js'
import type { Command } from '../terminal/command.js'
import { exitCodes, exitHelp } from '../terminal/exit-codes.js'
import { parseCommand } from '../terminal/parse-command.js'
import { bytesInWords, counted, onScreen, timeInWords } from '../terminal/words.js'
import { embeddedConfig } from './embedded-config.js'

export const stats: Command = {
  summary: 'what is in the store, in numbers',
  help: `Usage: filedrop admin stats [--json]

Number, bytes and downloads of the files, by family of their types; the largest, the oldest and the
newest; the size of the metadata; and what no record names. Changes nothing and may run beside a
server: then it is a picture of a moment.

Options:
  --json      one JSON object
  -h, --help  this text

${exitHelp({ done: '', usage: '', corrupt: '', io: '', config: '' })}`,
  async run(args, { print }) {
    const { values } = parseCommand(args, { options: { json: { type: 'boolean' } } })
    const found = await statsOf(inspect(embeddedConfig().DATA_DIR))
    await print(values.json ? JSON.stringify(withNulls(found)) : inWords(found))
    return exitCodes.done
  },
}

/** Members that are not there would be missing in JSON. */
const withNulls = ({ facts, ...found }: Stats) => ({
  ...found,
  oldest: found.oldest ?? null,
  newest: found.newest ?? null,
  metadata: { ...facts, damage: facts.damage ?? null },
})

function inWords(found: Stats): string {
  const { files, bytes, downloads, published, families, largest, oldest, newest, facts } = found
  const rows: [string, string][] = [
    ['files', `${files}, ${bytesInWords(bytes)}, ${published} published`],
    ['downloads', `${downloads}`],
    ...families.map(({ family, ...sums }): [string, string] => [
      `  ${family}/*`,
      `${counted(sums.files, 'file')}, ${bytesInWords(sums.bytes)}, ${counted(sums.downloads, 'download')}`,
    ]),
    ['oldest', oldest ? `${timeInWords(oldest.createdAt)} ${onScreen(oldest.name)}` : '-'],
    ['newest', newest ? `${timeInWords(newest.createdAt)} ${onScreen(newest.name)}` : '-'],
    ...largest.map(({ size, id, name }, at): [string, string] => [
      at === 0 ? 'largest' : '',
      `${bytesInWords(size)} ${id} ${onScreen(name)}`,
    ]),
    [
      'metadata',
      `generation ${facts.generation}, ${bytesInWords(facts.snapshotBytes)}; journal ${facts.lastGeneration}, ${bytesInWords(facts.journalBytes)} in ${counted(facts.journalLines, 'line')}`,
    ],
    ['no record', amountInWords(found.unclaimed)],
    ['trash', amountInWords(found.trash)],
  ]
  return rows.map(([name, text]) => `${name.padEnd(16)}${text}`).join('\n')
}

const amountInWords = (amount: Stats['trash']): string =>
  `${counted(amount.files, 'content')}, ${bytesInWords(amount.bytes)}`
