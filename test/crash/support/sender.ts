import { hasCode } from '../../../src/core/errors.js'
import { inChunks, someBytes } from '../../conformance/content-bytes.js'
import { readWhole } from './clerk.js'
import type { EmbeddedStore } from './embedded-store.js'

/** One upload as its client knows it. */
interface Sent {
  readonly bytes: Buffer
  /** Undefined until its creation was acknowledged. */
  id: string | undefined
  /** Bytes that were acknowledged, and those that may have arrived. */
  told: number
  tried: number
  /** Where `going` and `gone` are of the removal of the upload, or of the file that it became. */
  state: 'open' | 'finished' | 'going' | 'gone'
}

/** A client of uploads in several requests that writes down what it was told. */
export class Sender {
  readonly refusals: unknown[] = []
  #sent: Sent[] = []

  constructor(private readonly store: EmbeddedStore) {}

  /** What it knows at this moment, for looking at later. */
  knowledge(): Sent[] {
    return this.#sent.map((sent) => ({ ...sent }))
  }

  async create(size: number): Promise<Sent> {
    const bytes = someBytes(size, this.#sent.length)
    const sent: Sent = { bytes, id: undefined, told: 0, tried: 0, state: 'open' }
    this.#sent.push(sent)
    await this.#attempt(async () => {
      const name = `${this.#sent.length}.txt`
      const { upload, file } = await this.store.uploads.create({ size, name, metadata: '' })
      sent.id = upload.id
      if (file) sent.state = 'finished'
    })
    return sent
  }

  /** Sends the next bytes; the connection breaks behind them where it is to. */
  async append(sent: Sent, length: number, breaks = false): Promise<void> {
    const { id, told } = sent
    if (id === undefined || sent.state !== 'open') return
    sent.tried = Math.max(sent.tried, told + length)
    const chunks = inChunks(sent.bytes.subarray(told, told + length), 100)
    await this.#attempt(async () => {
      const { upload, file } = await this.store.uploads.append(id, {
        offset: told,
        isWhole: false,
        bytes: () => (breaks ? breaking(chunks) : chunks),
      })
      sent.told = upload.offset
      if (file) sent.state = 'finished'
    })
  }

  /** Gives the upload up, or deletes the file that it became. */
  async remove(sent: Sent): Promise<void> {
    const { id, state } = sent
    if (id === undefined) return
    sent.state = 'going'
    await this.#attempt(async () => {
      if (state === 'open') await this.store.uploads.remove(id)
      else await this.store.service.delete(id, undefined)
      sent.state = 'gone'
    })
  }

  async #attempt(work: () => Promise<void>): Promise<void> {
    try {
      await work()
    } catch (error) {
      if (!(error instanceof Broken)) this.refusals.push(error)
    }
  }
}

class Broken extends Error {}

async function* breaking(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield* chunks
  throw new Broken()
}

/** Goes on with every upload as its client would; throws where the store is not as the client knows it. */
export async function resumeAll(store: EmbeddedStore, known: readonly Sent[]): Promise<void> {
  for (const sent of known) await resume(store, sent)
  const unknown = known.some(({ id }) => id === undefined) ? 1 : 0
  const ids = new Set(known.map(({ id }) => id))
  const strangers = [...store.metadata.records()].filter(({ id }) => !ids.has(id))
  if (strangers.length > unknown) throw new Error('there are files that nobody sent')
}

async function resume(store: EmbeddedStore, sent: Sent): Promise<void> {
  const { id, bytes, state } = sent
  if (id === undefined) return
  const found = await store.uploads.find(id).catch((error: unknown) => {
    if (hasCode(error, 'FILE_NOT_FOUND')) return undefined
    throw error
  })
  const record = await store.metadata.get(id)
  if (state === 'gone' && (found || record)) throw new Error('what was removed is back')
  if (state === 'going' && !found && !record) return
  if (state === 'gone') return
  if (!found && state === 'going' && record) {
    await readWhole(store, id)
    return
  }
  if (!found) throw new Error(`an upload in state ${state} is lost`)
  const { offset } = found.upload
  const most = state === 'going' ? bytes.length : Math.max(sent.told, sent.tried)
  if (offset < sent.told || offset > most) {
    throw new Error(`it is at ${offset}, and should be at ${sent.told} to ${most}`)
  }
  if (state === 'finished' && !found.file) throw new Error('a finished upload is no file')
  const rest = () => inChunks(bytes.subarray(offset), 100)
  const { file } = await store.uploads.append(id, { offset, isWhole: false, bytes: rest })
  if (file?.size !== bytes.length) throw new Error('it does not become a file')
  await readWhole(store, id)
}
