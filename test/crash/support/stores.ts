import { MemoryFs } from '../../support/fs/memory-fs.js'
import { Clerk } from './clerk.js'
import { EmbeddedStore } from './embedded-store.js'
import { Ledger } from './ledger.js'
import { shortLife } from './workloads.js'

/** A store with some files, a previous snapshot and a journal that was written to. */
export async function usedStore(): Promise<MemoryFs> {
  const fs = new MemoryFs()
  await liveIn(fs, 'first', (store) => store.close())
  await liveIn(fs, 'second', (store) => store.kill())
  return fs.settled()
}

/** The same store later on. */
export async function laterOf(earlier: MemoryFs): Promise<MemoryFs> {
  const fs = earlier.settled()
  await liveIn(fs, 'later', async (store) => {
    for (const { id } of [...store.metadata.records()].slice(0, 2))
      await store.service.delete(id, undefined)
    await store.close()
  })
  return fs.settled()
}

async function liveIn(
  fs: MemoryFs,
  sign: string,
  end: (store: EmbeddedStore) => Promise<void>
): Promise<void> {
  const store = await EmbeddedStore.open(fs)
  await shortLife(new Clerk(store, new Ledger()), sign)
  await end(store)
}

/** The files of a data directory, to be spoiled; a file system of them is what somebody left behind. */
export const filesOf = (fs: MemoryFs): Record<string, Buffer> =>
  Object.fromEntries([...fs.files()].map(([path, bytes]) => [path, Buffer.from(bytes)]))
