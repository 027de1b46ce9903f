import { inspect } from '../compose.js'
import { type Problem, type Verified, verify as verifyStore } from '../core/upkeep/verify.js'
import type { Command } from '../terminal/command.js'
import { exitCodes, exitHelp } from '../terminal/exit-codes.js'
import { parseCommand } from '../terminal/parse-command.js'
import { bytesInWords, counted } from '../terminal/words.js'
import { embeddedConfig } from './embedded-config.js'
import { faultInWords } from './faults-in-words.js'

export const verify: Command = {
  summary: 'hold metadata and contents against each other',
  help: `Usage: filedrop admin verify [--read-data] [--json]

Looks for records without content, contents of another size than their record says, contents
without a record, and damaged metadata. Changes nothing and may run beside a server: what looks
wrong is looked at again, so that uploads and deletions under way are no problems.

Options:
  --read-data  read every byte and compare its SHA-256 as well
  --json       one JSON object: files, bytes, arriving, problems
  -h, --help   this text

${exitHelp({ done: 'all is well', problems: '', usage: '', corrupt: '', io: '', config: '' })}`,
  async run(args, { print, progress }) {
    const { values } = parseCommand(args, {
      options: { json: { type: 'boolean' }, 'read-data': { type: 'boolean', default: false } },
    })
    const store = inspect(embeddedConfig().DATA_DIR)
    const readData = values['read-data']
    const found = await verifyStore(store, { readData, onProgress: progress })
    if (values.json) await print(JSON.stringify(found))
    else await printWords(found, print)
    return found.problems.length === 0 ? exitCodes.done : exitCodes.problems
  },
}

async function printWords(
  { files, bytes, arriving, problems }: Verified,
  print: (text: string) => Promise<void>
): Promise<void> {
  for (const problem of problems) await print(inWords(problem))
  if (arriving > 0) {
    await print(`${counted(arriving, 'content')} without a record, as of an upload under way`)
  }
  const verdict = problems.length === 0 ? 'all is well' : counted(problems.length, 'problem')
  await print(`${counted(files, 'file')}, ${bytesInWords(bytes)}: ${verdict}`)
}

function inWords(problem: Problem): string {
  if (problem.kind === 'content-without-record') {
    return `${problem.contentKey}: a content of ${problem.size} bytes without a record`
  }
  if (problem.kind === 'snapshot-damaged') {
    return `The previous snapshot and the journals stand in: ${problem.reason}`
  }
  return faultInWords(problem)
}
