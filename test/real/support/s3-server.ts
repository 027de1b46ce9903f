import { env } from 'node:process'
import { S3Client } from '@aws-sdk/client-s3'
import { freePort } from '../../../scripts/tools/free-port.js'
import { minioFile } from '../../../scripts/tools/minio.js'
import { s3proxyClassPath } from '../../../scripts/tools/s3proxy.js'
import { versitygwFile } from '../../../scripts/tools/versitygw.js'
import type { S3Settings } from '../../../src/storage/content/s3/s3-settings.js'
import { unmountBelow } from '../../support/machine.js'
import { makeTempDir, removeDir } from '../../support/temp-dir.js'
import { Service } from './service.js'

const user = 'filedrop-test'
const password = 'filedrop-secret'

/** What the SDK looks for, here and in servers that tests start. */
export const s3Credentials = { AWS_ACCESS_KEY_ID: user, AWS_SECRET_ACCESS_KEY: password } as const

export const s3Kinds = ['versitygw', 'MinIO'] as const
/** s3proxy knows no newer checksums. */
export type S3Kind = (typeof s3Kinds)[number] | 's3proxy'

/** An S3 on a port and a directory of its own. */
export class S3Server {
  private constructor(
    readonly kind: S3Kind,
    private service: Service,
    private readonly directory: string,
    readonly port: number
  ) {}

  /** `prepare` makes the empty directory what it has to be. */
  static async start(
    kind: S3Kind,
    prepare: (directory: string) => void = () => {}
  ): Promise<S3Server> {
    Object.assign(env, s3Credentials)
    const [directory, port] = [await makeTempDir(), await freePort()]
    try {
      prepare(directory)
      return new S3Server(kind, await serve(kind, directory, port), directory, port)
    } catch (error) {
      await removeDir(directory)
      throw error
    }
  }

  get endpoint(): string {
    return `http://127.0.0.1:${this.port}`
  }

  client(): S3Client {
    return s3Client(this.endpoint)
  }

  /** Ends it as a crash does, with its directory left as it is. */
  async crash(): Promise<void> {
    await this.service.stop()
  }

  /** Starts it again on its directory and its port. */
  async resume(): Promise<void> {
    this.service = await serve(this.kind, this.directory, this.port)
  }

  async stop(): Promise<void> {
    await this.crash()
    await unmountBelow(this.directory)
    await removeDir(this.directory)
  }
}

/** A client as anybody would make it, to look at what is there. */
export function s3Client(endpoint: string): S3Client {
  Object.assign(env, s3Credentials)
  return new S3Client({ endpoint, region: 'us-east-1', forcePathStyle: true })
}

function serve(kind: S3Kind, directory: string, port: number): Promise<Service> {
  const command = commands[kind](directory, `127.0.0.1:${port}`)
  const answers = async () => {
    // Not what it says of its health: MinIO is well before it takes calls.
    const { status } = await fetch(`http://127.0.0.1:${port}/`)
    if (status >= 500) throw new Error(`${status}`)
  }
  return Service.start({ ...command, answers })
}

/** As Java takes them. */
const properties = (all: Readonly<Record<string, string>>): string[] =>
  Object.entries(all).map(([name, value]) => `-D${name}=${value}`)

const commands = {
  versitygw: (directory: string, address: string) => ({
    file: versitygwFile,
    args: ['--quiet', '--port', address, 'posix', directory],
    variables: { ROOT_ACCESS_KEY: user, ROOT_SECRET_KEY: password },
  }),
  MinIO: (directory: string, address: string) => ({
    file: minioFile,
    args: ['server', '--quiet', '--address', address, directory],
    variables: { MINIO_ROOT_USER: user, MINIO_ROOT_PASSWORD: password, MINIO_BROWSER: 'off' },
  }),
  s3proxy: (directory: string, address: string) => ({
    file: 'java',
    args: [
      ...properties({
        's3proxy.endpoint': `http://${address}`,
        's3proxy.authorization': 'aws-v2-or-v4',
        's3proxy.identity': user,
        's3proxy.credential': password,
        'jclouds.provider': 'filesystem-nio2',
        'jclouds.identity': user,
        'jclouds.credential': password,
        'jclouds.filesystem.basedir': directory,
      }),
      ...['-Xmx512m', '-cp', s3proxyClassPath, 'org.gaul.s3proxy.Main'],
      ...['--properties', '/dev/null'],
    ],
    variables: {},
  }),
}

export const s3Settings = (endpoint: string, more: Partial<S3Settings> = {}): S3Settings => ({
  endpoint,
  region: 'us-east-1',
  bucket: 'filedrop',
  prefix: '',
  forcePathStyle: true,
  checksums: 'when_supported',
  partSize: 5 * 1024 * 1024,
  partsInFlight: 1,
  maxSockets: 256,
  timeout: 10_000,
  ...more,
})
