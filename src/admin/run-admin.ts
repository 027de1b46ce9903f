import { explainFailure } from '../compose.js'
import { ConfigError } from '../config.js'
import type { Command } from '../terminal/command.js'
import { exitCodes } from '../terminal/exit-codes.js'
import { runCommand } from '../terminal/run-command.js'
import { backup } from './backup.js'
import { createBucket } from './create-bucket.js'
import { exportRecords } from './export.js'
import { importFiles } from './import.js'
import { migrate } from './migrate.js'
import { repair } from './repair.js'
import { restore } from './restore.js'
import { stats } from './stats.js'
import { token } from './token.js'
import { verify } from './verify.js'

/** The commands of operators, by name. */
export const adminCommands: Readonly<Record<string, Command>> = {
  verify,
  repair,
  backup,
  restore,
  migrate,
  import: importFiles,
  stats,
  export: exportRecords,
  token,
  'create-bucket': createBucket,
}

const footer = 'The data directory is that of DATA_DIR, as for the server.'

/** Carries out the operator's command that `args` name and gives the exit code. */
export const runAdmin = (args: readonly string[]): Promise<number> =>
  runCommand({ name: 'filedrop admin', commands: adminCommands, footer, explain }, args)

function explain(error: unknown): number {
  if (error instanceof ConfigError) {
    for (const mistake of error.mistakes) console.error(mistake)
    return exitCodes.config
  }
  const failure = explainFailure(error)
  if (failure === undefined) throw error
  console.error(failure.message)
  return failure.exitCode
}
