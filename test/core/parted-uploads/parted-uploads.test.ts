import { createHash } from 'node:crypto'
import { expect, test, vi } from 'vitest'
import { FileError } from '../../../src/core/errors.js'
import { PartedUploads } from '../../../src/core/parted-uploads/parted-uploads.js'
import { failure, inChunks, someBytes } from '../../conformance/content-bytes.js'
import { newUpload } from '../../conformance/new-upload.js'
import { MemoryContentParts } from './memory-content-parts.js'
import { MemoryUploadLedger } from './memory-upload-ledger.js'

const times = { lease: 60_000, renewEvery: 60_000, commitLease: 60_000, patience: 0 }

class Stores {
  readonly ledger = new MemoryUploadLedger()
  readonly parts = new MemoryContentParts()
  readonly contents = this.parts.contents

  /** A process, to which each call of the stores goes through this. */
  open(through: <T extends object>(store: T) => T = (store) => store): PartedUploads {
    const { contents } = this
    const [ledger, parts] = [through(this.ledger), through(this.parts)]
    return new PartedUploads({ ledger, parts, contents, times, report: () => {} })
  }
}

/** Passes all calls but one on, which fails: before it is made, or after that, so that nobody knows that it was. */
class OneFault {
  #calls = 0

  constructor(
    private readonly at: number,
    private readonly when: 'before' | 'after'
  ) {}

  get wasMade(): boolean {
    return this.#calls > this.at
  }

  readonly through = <T extends object>(store: T): T =>
    new Proxy(store, {
      get: (target, name) => {
        const member = Reflect.get(target, name)
        if (typeof member !== 'function') return member
        return async (...args: unknown[]) => {
          const isFault = this.#calls++ === this.at
          if (isFault && this.when === 'before') throw new FileError('STORE_UNAVAILABLE')
          const result = await member.apply(target, args)
          if (isFault) throw new FileError('STORE_UNAVAILABLE')
          return result
        }
      },
    })
}

const bytes = someBytes(5321)
const ends = [150, 999, 2000, 2001, 4700, bytes.length]

/** Sends everything, a request for each end, and says after each what it was told. */
async function send(uploads: PartedUploads, id: string, told: (offset: number) => void) {
  for (const [i, end] of ends.entries()) {
    const held = await uploads.hold(id, () => {})
    if (!held) throw new Error('the upload is not there')
    const piece = inChunks(bytes.subarray(held.upload.offset, end), 333)
    told(await held.append(piece, { isWhole: i % 2 === 1 }))
    await held.release()
  }
  await complete(uploads, id)
}

async function complete(uploads: PartedUploads, id: string): Promise<string> {
  const held = await uploads.hold(id, () => {})
  if (!held) throw new Error('the upload is not there')
  await held.append(inChunks(bytes.subarray(held.upload.offset), 333))
  const { staged, sha256 } = await held.complete()
  await staged.publish()
  await held.release()
  return sha256
}

test.each(['before', 'after'] as const)(
  'a process that dies at any call, %s it was made, takes nothing along that was told',
  async (when) => {
    for (let at = 0; ; at++) {
      const fault = new OneFault(at, when)
      const stores = new Stores()
      const { id, ...upload } = newUpload(bytes.length)
      await stores.open().add({ id, ...upload })
      let acknowledged = 0
      const dying = stores.open(fault.through)
      const code = await failure(
        send(dying, id, (offset) => {
          acknowledged = offset
        })
      )
      if (!fault.wasMade) {
        expect(at).toBeGreaterThan(30)
        return
      }
      // Where it is the release that fails, the next request finds the upload still held.
      expect(['STORE_UNAVAILABLE', 'UPLOAD_BUSY', 'undefined']).toContain(code)
      await dying.close()
      stores.ledger.endLeases()
      const held = await stores.open().hold(id, () => {})
      expect(held?.upload.offset, `call ${at}`).toBeGreaterThanOrEqual(acknowledged)
      await held?.release()
      const sha256 = await complete(stores.open(), id)
      expect(sha256).toBe(createHash('sha256').update(bytes).digest('hex'))
      expect(stores.contents.contents.get(id)?.equals(bytes), `call ${at}`).toBe(true)
      expect(stores.parts.leftOf(id), `call ${at}`).toEqual([])
    }
  }
)

test('the database is asked no more often where many wait for one upload', async () => {
  const stores = new Stores()
  const { id, ...upload } = newUpload(bytes.length)
  const uploads = stores.open()
  await uploads.add({ id, ...upload })
  await uploads.hold(id, () => {})
  const asked = vi.spyOn(stores.ledger, 'take')
  const wait = () => failure(uploads.hold(id, () => {}))
  expect(new Set(await Promise.all(Array.from({ length: 50 }, wait)))).toEqual(
    new Set(['UPLOAD_BUSY'])
  )
  expect(asked.mock.calls.length).toBeLessThan(5)
})

test('the digest is known without reading where one process has seen every byte', async () => {
  const stores = new Stores()
  const { id, ...upload } = newUpload(bytes.length)
  const [one, other] = [stores.open(), stores.open()]
  await one.add({ id, ...upload })
  await send(one, id, () => {})
  expect(stores.contents.readers).toEqual([])
  expect(await complete(other, id)).toBe(createHash('sha256').update(bytes).digest('hex'))
  expect(stores.contents.readers).toEqual([id])
})
