import { env } from 'node:process'
import type { TestProject } from 'vitest/node'
import { databaseKinds } from '../../real/support/database.js'
import { type StoreAddresses, startStores } from '../../real/support/shared-stores.js'
import { leftToOneProcess } from './left-to-one-process.js'

declare module 'vitest' {
  interface ProvidedContext {
    stores: StoreAddresses
  }
}

/** One database and one bucket for all test files; `SCALE_METADATA=mongodb` chooses the other database. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  for (const [file, reason] of Object.entries(leftToOneProcess)) {
    console.log(`left to one process: ${file}, since ${reason}`)
  }
  const wanted = env.SCALE_METADATA ?? 'postgres'
  const database = databaseKinds.find((kind) => kind === wanted)
  if (!database) throw new Error(`SCALE_METADATA is one of ${databaseKinds.join(', ')}`)
  const stores = await startStores({ database, s3: 'versitygw' })
  project.provide('stores', stores.addresses)
  return stores.remove
}
