import { expect } from 'vitest'
import { inspect } from '../../../src/compose.js'
import { verify } from '../../../src/core/upkeep/verify.js'
import { Random } from '../../fuzz/random.js'
import type { Client } from '../../support/client.js'
import type { Suite } from '../../support/suite.js'
import { type Counts, compare } from './compare.js'
import type { KnownFile } from './known-file.js'
import type { Ledger } from './ledger.js'
import { download } from './read.js'
import { sharedNames } from './turn.js'

export interface Kept {
  readonly files: number
  readonly bytes: number
}

const readers = 8

/**
 * A server that was started behind a crash has all that was acknowledged, of everything else the whole or nothing,
 * and nothing besides; every byte of it is held against the digest that its sender knows.
 */
export async function expectKept(suite: Suite, ledger: Ledger, counts: Counts): Promise<Kept> {
  const { client, dataDir } = suite
  const list = await suite.list()
  expect(compare(ledger, list, counts)).toEqual([])
  await suite.settled()
  // What was put aside while it got its file loses that a moment later.
  await expect.poll(() => suite.temporaryFiles()).toEqual([])
  await expect.poll(async () => (await suite.contentFiles()).length).toBe(list.length)
  // What the operator's command does, without a process of its own each time.
  const verifying = verify(inspect(dataDir), { readData: true, onProgress: () => {} })
  await expectNewestByName(client, ledger)
  await expectGone(client, ledger)
  await readBack(client, ledger)
  expect((await client.get('/readyz')).status).toBe(200)
  expect(await verifying).toMatchObject({ problems: [], arriving: 0 })
  expect(client.takeMismatches().join('\n')).toBe('')
  const bytes = list.reduce((sum, { file_size }) => sum + file_size, 0)
  return { files: list.length, bytes }
}

/** What was touched since the last time is read as clients read it; the rest is what `verify` reads. */
export async function readBack(client: Client, ledger: Ledger): Promise<void> {
  const random = new Random(0, 0)
  const touched = ledger.live.filter(({ id }) => ledger.touched.has(id))
  const next = async () => {
    for (let file = touched.pop(); file; file = touched.pop()) {
      await download({ client, ledger, random }, file)
    }
  }
  await Promise.all(Array.from({ length: readers }, next))
  ledger.touched.clear()
}

export async function expectNewestByName(client: Client, ledger: Ledger): Promise<void> {
  for (const name of sharedNames) {
    const files = ledger.live.filter(({ publishedAs }) => publishedAs === name)
    const newest = files.reduce<KnownFile | undefined>(
      (last, file) => (last && String(last.createdAt) > String(file.createdAt) ? last : file),
      undefined
    )
    const answer = await client.head(`/uploads/${name}`)
    const tag =
      newest &&
      `"${Buffer.from(newest.facts.sha256, 'hex').toString('base64url')}.${newest.revision}"`
    expect([answer.status, answer.get('etag')], name).toEqual([newest ? 200 : 404, tag])
  }
}

/** Some of those that were deleted last: the list has none of them. */
export async function expectGone(client: Client, ledger: Ledger): Promise<void> {
  for (const id of [...ledger.gone].slice(-5)) {
    expect((await client.get(`/files/${id}`)).status, id).toBe(404)
  }
}
