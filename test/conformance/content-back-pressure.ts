import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { describe, expect } from 'vitest'
import { published, rangeOf } from './content-bytes.js'
import type { ContentSuite } from './content-store.js'
import { newId } from './new-file.js'

const mebi = 1024 * 1024
const size = 96 * mebi

/** What a store may hold of one content: several of the largest parts that any protocol makes. */
const bound = 32 * mebi

setFlagsFromString('--expose-gc')
const collectGarbage: () => void = runInNewContext('gc')

/** Bytes of buffers that somebody still holds on to. */
async function heldBytes(): Promise<number> {
  // What was awaited in this turn is held until its end.
  await new Promise(setImmediate)
  collectGarbage()
  // A thread gives the buffers back, which a second collection waits for.
  collectGarbage()
  return process.memoryUsage().arrayBuffers
}

/** Memory stays flat, whatever the size. */
export function contentBackPressure({ test, store }: ContentSuite): void {
  describe('memory', () => {
    test('stays flat while a large content is taken in', async () => {
      const before = await heldBytes()
      let most = 0
      async function* source() {
        for (let i = 0; i < size / mebi; i++) {
          yield Buffer.alloc(mebi, i)
          if (i % 8 === 7) most = Math.max(most, (await heldBytes()) - before)
        }
      }
      const staged = await store().stage(newId(), source())
      await staged.discard()
      expect(most).toBeLessThan(bound)
    })

    test('stays flat while nobody takes what was read', async () => {
      const key = await published(store(), Buffer.alloc(size))
      const before = await heldBytes()
      const reader = await store().open(key, rangeOf(size))
      await reader.next()
      // A store that reads ahead has the time of many other calls for it.
      for (let i = 0; i < 50; i++) await store().check()
      expect((await heldBytes()) - before).toBeLessThan(bound)
      await reader.return?.()
    })

    test('stays flat while a large content is read', async () => {
      const key = await published(store(), Buffer.alloc(size))
      const before = await heldBytes()
      let [most, read, chunks] = [0, 0, 0]
      for await (const chunk of await store().open(key, rangeOf(size))) {
        read += chunk.length
        if (++chunks % 32 === 0) most = Math.max(most, (await heldBytes()) - before)
      }
      expect(read).toBe(size)
      expect(most).toBeLessThan(bound)
    })
  })
}
