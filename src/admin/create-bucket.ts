import { createBucket as create } from '../compose.js'
import { ConfigError, loadConfig } from '../config.js'
import type { Command } from '../terminal/command.js'
import { exitCodes, exitHelp } from '../terminal/exit-codes.js'
import { parseCommand } from '../terminal/parse-command.js'

export const createBucket: Command = {
  summary: 'make the bucket of the contents',
  help: `Usage: filedrop admin create-bucket [--json]

Makes the bucket S3_BUCKET at S3_ENDPOINT in S3_REGION, where it is not there already, and says which
of the two. Nothing in it is changed. The credentials are those of the server.

Options:
  --json      one JSON object: bucket, region, created
  -h, --help  this text

${exitHelp({ done: '', usage: '', unavailable: '', config: '' })}`,
  async run(args, { print }) {
    const { values } = parseCommand(args, { options: { json: { type: 'boolean' } } })
    const config = loadConfig()
    const { S3_BUCKET: bucket, S3_REGION: region } = config
    if (bucket === undefined) throw new ConfigError(['S3_BUCKET: the name of a bucket is needed'])
    const { created } = await create(config)
    await print(
      values.json
        ? JSON.stringify({ bucket, region, created })
        : `${created ? 'Made the bucket' : 'There is already a bucket'} ${bucket}`
    )
    return exitCodes.done
  },
}
