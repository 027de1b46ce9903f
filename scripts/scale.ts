/** The whole of a service that is more than one machine, on this one, for trying: new and empty, and gone when it ends. */
import { existsSync } from 'node:fs'
import { argv, exit, stderr, stdout } from 'node:process'
import { parseArgs } from 'node:util'
import { databaseKinds } from '../test/real/support/database.js'
import { nginxFile } from '../test/real/support/nginx.js'
import { postgresFile } from '../test/real/support/postgres-server.js'
import { s3Credentials, s3Kinds } from '../test/real/support/s3-server.js'
import { ScaledService } from '../test/real/support/scaled-service.js'
import { newPlace, type SharedStores, startStores } from '../test/real/support/shared-stores.js'
import { freePort } from './tools/free-port.js'
import { installMinio } from './tools/minio.js'
import { installMongoJavaServer } from './tools/mongo-java-server.js'
import { installVersitygw } from './tools/versitygw.js'

const usage = 'npm run scale [-- --metadata postgres|mongodb] [--s3 versitygw|minio] [--port 8080]'

const options = {
  metadata: { type: 'string', default: 'postgres' },
  s3: { type: 'string', default: 'versitygw' },
  port: { type: 'string', default: '8080' },
} as const

function optionsGiven() {
  try {
    return parseArgs({ args: argv.slice(2), options }).values
  } catch (error) {
    stderr.write(`${(error as Error).message}\n${usage}\n`)
    return exit(64)
  }
}

const values = optionsGiven()

function choose<T extends string>(name: string, given: string, from: readonly T[]): T {
  const found = from.find((one) => one.toLowerCase() === given.toLowerCase())
  if (!found) throw new Error(`--${name} is one of ${from.join(', ').toLowerCase()}`)
  return found
}

function need(file: string, name: string, variable: string): void {
  if (existsSync(file)) return
  throw new Error(`There is no ${file}: apt-get install ${name}, or say in ${variable} where it is`)
}

/** What listens there already would be taken for nginx. */
async function requireFree(text: string): Promise<number> {
  const port = Number(text)
  if (!Number.isInteger(port) || port < 1 || port > 65_535) throw new Error('--port is 1 to 65535')
  return freePort(port).catch((error: NodeJS.ErrnoException) => {
    throw new Error(`--port ${port} is not free (${error.code})`)
  })
}

async function start(): Promise<() => Promise<void>> {
  const database = choose('metadata', values.metadata, databaseKinds)
  const s3 = choose('s3', values.s3, s3Kinds)
  const port = await requireFree(values.port)
  need(nginxFile, 'nginx', 'NGINX')
  if (database === 'postgres') need(postgresFile, 'postgresql-15', 'POSTGRES_BIN')
  else await installMongoJavaServer()
  await (s3 === 'MinIO' ? installMinio() : installVersitygw())
  const stores = await startStores({ database, s3 })
  try {
    const { settings } = await newPlace(stores.addresses)
    const service = await ScaledService.start({ settings, port })
    stdout.write(description(stores, service, settings))
    return async () => {
      await service.stop()
      await stores.remove()
    }
  } catch (error) {
    await stores.remove()
    throw error
  }
}

function description(
  { addresses }: SharedStores,
  { port, replicas }: ScaledService,
  { POSTGRES_URL, MONGODB_URL, S3_PREFIX }: Readonly<Record<string, string>>
): string {
  const { AWS_ACCESS_KEY_ID: user, AWS_SECRET_ACCESS_KEY: password } = s3Credentials
  const lines = [
    `Filedrop   http://127.0.0.1:${port} (nginx)`,
    ...replicas.map(
      (replica, at) =>
        `replica ${at + 1}  http://127.0.0.1:${replica.port} (process ${replica.pid})`
    ),
    `database   ${POSTGRES_URL ?? MONGODB_URL}`,
    `bucket     ${addresses.endpoint}/filedrop (${user}, ${password}; S3_PREFIX=${S3_PREFIX})`,
    'Ctrl-C ends it and removes everything.',
  ]
  return `${lines.join('\n')}\n`
}

const started = start()
let isEnding = false

async function end(): Promise<void> {
  // A terminal tells everybody, and `npm` tells once more.
  if (isEnding) return
  isEnding = true
  const stop = await started
  await stop()
  exit()
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => void end())
started.catch((error: unknown) => {
  stderr.write(`${(error as Error).message}\n`)
  exit(1)
})
