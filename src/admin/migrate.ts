import { migrateStore, sharedPlaces } from '../compose.js'
import { ConfigError, loadStoreSettings } from '../config.js'
import type { Command } from '../terminal/command.js'
import { exitCodes, exitHelp } from '../terminal/exit-codes.js'
import { parseCommand } from '../terminal/parse-command.js'
import { UsageError } from '../terminal/usage-error.js'
import { bytesInWords, counted } from '../terminal/words.js'
import { faultInWords } from './faults-in-words.js'

export const migrate: Command = {
  summary: 'move a store to other systems: data directory, bucket, database',
  help: `Usage: filedrop admin migrate --from FILE --to FILE [--accept-faults] [--json]

Moves every record, as it is, and its content from one store to another one, which must be empty.
Each FILE has the settings of a store, written as in .env.example, to which neither the environment
nor .env adds any. AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY may stand there for its bucket;
otherwise credentials are found as always: in the environment, a profile, a role.

The source is only read, and no server may run on it. None starts on the target before this is
complete. Each content is held against its SHA-256 on the way, and a record comes when its content
is there for good. Run again after whatever stopped it, this goes on where it was and copies nothing
twice.

A file whose content is damaged or missing is named and not moved. The target is then left
unfinished: mend the source, or leave such files behind, and run it again.

Options:
  --from FILE      settings of the store that is moved
  --to FILE        settings of the store that it becomes
  --accept-faults  finish all the same: files with damaged or missing contents stay behind
  --json           one JSON object: finished, files, bytes, copiedFiles, copiedBytes, faults
  -h, --help       this text

${exitHelp({
  done: '',
  problems: 'contents are damaged or missing; finished only with --accept-faults',
  usage: '',
  corrupt: 'the metadata of the source is missing or damaged',
  unavailable: 'a database or a bucket cannot be used',
  cannotCreate: 'the target is neither empty nor what an earlier run of this has left',
  io: '',
  inUse: 'a server or another migration is using one of the stores',
  config: 'a setting is wrong, or both files name the same place',
})}`,
  async run(args, { print, report, progress }) {
    const { values } = parseCommand(args, {
      options: {
        from: { type: 'string' },
        to: { type: 'string' },
        'accept-faults': { type: 'boolean', default: false },
        json: { type: 'boolean' },
      },
    })
    if (!values.from || !values.to) throw new UsageError('--from and --to are needed')
    const [from, to] = [loadStoreSettings(values.from), loadStoreSettings(values.to)]
    const shared = sharedPlaces(from.config, to.config)
    if (shared.length > 0) {
      throw new ConfigError(shared.map((place) => `${place} in ${values.from} and ${values.to}`))
    }
    const acceptFaults = values['accept-faults']
    const moved = await migrateStore({ from, to, acceptFaults, report, onProgress: progress })
    const { finished, files, bytes, copiedFiles, copiedBytes, faults } = moved
    if (values.json) {
      await print(JSON.stringify(moved))
    } else {
      for (const fault of faults) await print(faultInWords(fault))
      const copied = `copied ${counted(copiedFiles, 'content')}, ${bytesInWords(copiedBytes)}`
      await print(
        finished
          ? `Moved ${counted(files, 'file')}, ${bytesInWords(bytes)}; ${copied}`
          : `${counted(faults.length, 'fault')}; ${copied}; the target is not finished`
      )
    }
    return faults.length === 0 ? exitCodes.done : exitCodes.problems
  },
}
