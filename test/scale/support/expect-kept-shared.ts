import { ListMultipartUploadsCommand } from '@aws-sdk/client-s3'
import { expect } from 'vitest'
import { tidyNotes } from '../../../src/core/upkeep/tidy-notes.js'
import { type Counts, compare } from '../../crash/writers/compare.js'
import { expectGone, expectNewestByName, readBack } from '../../crash/writers/expect-kept.js'
import type { Ledger } from '../../crash/writers/ledger.js'
import type { FileView } from '../../support/wire.js'
import { type Cluster, type openStores, takeMismatches } from './cluster.js'

type Stores = Awaited<ReturnType<typeof openStores>>

/**
 * Replicas that were started behind a crash have all that was acknowledged, of everything else the whole or nothing, and
 * once the notes were looked at as the janitor does, the bucket holds the contents of the records and nothing besides.
 */
export async function expectKeptShared(
  cluster: Cluster,
  stores: Stores,
  { ledger, counts }: { readonly ledger: Ledger; readonly counts: Counts }
) {
  const { client } = cluster
  // nginx takes a few seconds to send to replicas again that it could not reach.
  await expect.poll(async () => (await client.get('/readyz')).status).toBe(200)
  expect(takeMismatches(client)).toEqual([])
  const list = (await client.get('/files')).json<FileView[]>()
  expect(compare(ledger, list, counts)).toEqual([])
  await expectNewestByName(client, ledger)
  await expectGone(client, ledger)
  await readBack(client, ledger)
  const removed = await tidied(stores)
  await expectNothingBesides(cluster, stores, list)
  expect(client.takeMismatches().join('\n')).toBe('')
  const bytes = list.reduce((sum, { file_size }) => sum + file_size, 0)
  return { files: list.length, bytes, removed }
}

/** What the janitor does a day later, since nobody is at work now. */
async function tidied({ records, contents }: Stores): Promise<number> {
  let removed = 0
  const look = async () => {
    const done = await tidyNotes({
      contents,
      records,
      report: (_level, message) => expect.fail(message),
      noteAge: 0,
      mayGoOn: async () => true,
      isClosed: () => false,
    })
    removed += done.removed
    return records.stale(0, 1)
  }
  await expect.poll(look).toEqual([])
  return removed
}

async function expectNothingBesides(
  { stores, place }: Cluster,
  { records, contents }: Stores,
  list: readonly FileView[]
): Promise<void> {
  const keys: string[] = []
  for await (const { key } of contents.objects()) keys.push(key)
  expect(keys).toHaveLength(list.length)
  expect((await records.named(keys)).size).toBe(keys.length)
  const client = stores.client()
  const command = new ListMultipartUploadsCommand({ Bucket: 'filedrop', Prefix: place.prefix })
  expect((await client.send(command)).Uploads ?? []).toEqual([])
  client.destroy()
}
