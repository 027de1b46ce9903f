import { execFileSync } from 'node:child_process'
import { chown, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { env } from 'node:process'
import { freePort } from '../../../scripts/tools/free-port.js'
import { makeTempDir, removeDir } from '../../support/temp-dir.js'
import { PostgresAddress } from './postgres-address.js'
import { Service } from './service.js'

const binaries = env.POSTGRES_BIN ?? '/usr/lib/postgresql/15/bin'
/** The server itself. */
export const postgresFile = join(binaries, 'postgres')
const isRoot = process.getuid?.() === 0
/** PostgreSQL refuses to run as root; its package brings this user. */
const owner: { uid?: number; gid?: number } = isRoot ? userIds('postgres') : {}

function userIds(name: string): { uid: number; gid: number } {
  const id = (flag: string) => Number(execFileSync('id', [flag, name], { encoding: 'utf8' }))
  return { uid: id('-u'), gid: id('-g') }
}

/** A PostgreSQL of its own, with its data in a temporary directory. */
export class PostgresServer extends PostgresAddress {
  #service: Service | undefined

  private constructor(
    private readonly directory: string,
    port: number
  ) {
    super(port)
  }

  static async start(): Promise<PostgresServer> {
    const directory = await makeTempDir()
    const password = join(directory, 'password')
    await writeFile(password, 'secret-word\n')
    for (const path of isRoot ? [directory, password] : []) {
      await chown(path, owner.uid as number, owner.gid as number)
    }
    const options = ['-D', join(directory, 'data'), '-U', 'filedrop', `--pwfile=${password}`]
    // A locale by which nothing must be sorted.
    const more = ['--auth=scram-sha-256', '--no-sync', '-E', 'UTF8', '--locale=C.UTF-8']
    const words = ['--locale-provider=icu', '--icu-locale=en']
    execFileSync(join(binaries, 'initdb'), [...options, ...more, ...words], {
      ...owner,
      cwd: directory,
    })
    const server = new PostgresServer(directory, await freePort())
    await server.resume()
    return server
  }

  /** Starts it again after it was ended. */
  async resume(): Promise<void> {
    const { directory, port } = this
    const settings = [
      ...['listen_addresses=127.0.0.1', 'unix_socket_directories=', 'max_connections=200'],
      // Nobody takes the power from this machine in a test.
      'fsync=off',
    ].flatMap((setting) => ['-c', setting])
    const args = ['-D', join(directory, 'data'), '-p', String(port), ...settings]
    this.#service = await Service.start({
      file: postgresFile,
      args,
      place: { ...owner, cwd: directory },
      // It takes connections before it answers.
      answers: () => this.query('SELECT 1').then(() => {}),
    })
  }

  /** Ends it as a crash does: at once, with nothing put in order. */
  async crash(): Promise<void> {
    await this.#service?.stop('SIGQUIT')
  }

  async remove(): Promise<void> {
    await this.#service?.stop('SIGINT')
    await removeDir(this.directory)
  }
}
