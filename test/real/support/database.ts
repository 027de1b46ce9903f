import { randomBytes } from 'node:crypto'
import type { Settings } from '../../support/server.js'
import { MongoServer, mongoUrl } from './mongo-server.js'
import { PostgresAddress } from './postgres-address.js'
import { PostgresServer } from './postgres-server.js'

export const databaseKinds = ['postgres', 'mongodb'] as const
export type DatabaseKind = (typeof databaseKinds)[number]

/** Where servers keep their records, as whoever knows its port can reach it. */
export interface DatabaseAddress {
  readonly kind: DatabaseKind
  readonly port: number
  /** A new place without a record, by its name. */
  create(): Promise<string>
  /** What a server is told to find that place, by default over no proxy. */
  settings(name: string, port?: number): Settings
}

export const databaseAt = (kind: DatabaseKind, port: number): DatabaseAddress =>
  kind === 'postgres' ? postgresAt(port) : mongoAt(port)

function postgresAt(port: number): DatabaseAddress {
  const address = new PostgresAddress(port)
  return {
    kind: 'postgres',
    port,
    create: () => address.createDatabase(),
    settings: (name, proxied = port) => ({
      METADATA_STORE: 'postgres',
      POSTGRES_URL: address.url(name, { port: proxied }),
    }),
  }
}

const mongoAt = (port: number): DatabaseAddress => ({
  kind: 'mongodb',
  port,
  create: async () => `test_${randomBytes(8).toString('hex')}`,
  settings: (name, proxied = port) => ({
    METADATA_STORE: 'mongodb',
    MONGODB_URL: mongoUrl(proxied),
    MONGODB_DATABASE: name,
  }),
})

/** A database of its own, which can go away and come back. */
export interface DatabaseServer extends DatabaseAddress {
  crash(): Promise<void>
  resume(): Promise<void>
  remove(): Promise<void>
}

/** Starts one. What was stored is still there after a crash. */
export async function startDatabase(kind: DatabaseKind): Promise<DatabaseServer> {
  if (kind === 'postgres') {
    const server = await PostgresServer.start()
    return {
      ...postgresAt(server.port),
      crash: () => server.crash(),
      resume: () => server.resume(),
      remove: () => server.remove(),
    }
  }
  const server = await MongoServer.start({ isKept: true })
  return {
    ...mongoAt(server.port),
    crash: () => server.end(),
    resume: () => server.resume(),
    remove: () => server.remove(),
  }
}
