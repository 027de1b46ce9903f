import { describe, expect, test } from 'vitest'
import { DirectoryContentStore } from '../../../../src/storage/content/directory/directory-content-store.js'
import {
  contentOf,
  failure,
  published,
  rangeOf,
  someBytes,
} from '../../../conformance/content-bytes.js'
import { MemoryFs } from '../../../support/fs/memory-fs.js'
import { fixedCuts } from '../../../support/fs/power-cuts.js'

const open = (fs: MemoryFs) =>
  DirectoryContentStore.open({
    directory: '/data',
    fs,
    minFreeSpace: 0,
    report: () => {},
  })

const sizes = [10, 0, 5000, 1_200_000]

/** Publishes some contents; the file system after each of its calls, with the contents published by then. */
async function history() {
  const fs = new MemoryFs()
  const confirmed: { key: string; bytes: Buffer }[] = []
  const moments: { fs: MemoryFs; confirmed: typeof confirmed }[] = []
  fs.onChange = () => moments.push({ fs: fs.copy(), confirmed: [...confirmed] })
  const store = await open(fs)
  for (const [i, size] of sizes.entries()) {
    const bytes = someBytes(size, i)
    confirmed.push({ key: await published(store, bytes), bytes })
  }
  moments.push({ fs: fs.copy(), confirmed: [...confirmed] })
  return moments
}

describe('a power cut after any call', () => {
  test.each(fixedCuts)('takes nothing published: $name', async (cut) => {
    for (const { fs, confirmed } of await history()) {
      const store = await open(fs.after(cut))
      for (const { key, bytes } of confirmed) {
        expect((await contentOf(store, key, bytes.length)).equals(bytes)).toBe(true)
      }
    }
  })

  test.each(fixedCuts)('shows no content in part: $name', async (cut) => {
    for (const { fs, confirmed } of await history()) {
      const store = await open(fs.after(cut))
      for (const key of await store.keys()) {
        if (confirmed.some((content) => content.key === key)) continue
        // Renamed, with the sync of the directory still to come: its bytes were synced before.
        const [i, size] = [confirmed.length, sizes[confirmed.length] ?? 0]
        expect((await contentOf(store, key, size)).equals(someBytes(size, i))).toBe(true)
      }
    }
  })

  test.each(fixedCuts)('loses nothing put aside: $name', async (cut) => {
    const fs = new MemoryFs()
    const store = await open(fs)
    const key = await published(store, someBytes(10))
    const moments: MemoryFs[] = []
    fs.onChange = () => moments.push(fs.copy())
    await store.quarantine(key)
    const folder = `/data/trash/${new Date().toISOString().slice(0, 10)}`
    for (const moment of moments) {
      const left = moment.after(cut)
      const kept = await failure((await open(left)).open(key, rangeOf(10)))
      const aside = [...left.files(folder).keys()]
      const isAside = aside.includes(`${folder}/${key}`)
      expect(kept === 'undefined' || isAside, JSON.stringify(aside)).toBe(true)
    }
  })
})
