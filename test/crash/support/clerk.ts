import { createHash } from 'node:crypto'
import { hasCode } from '../../../src/core/errors.js'
import type { FileRecord } from '../../../src/core/file-record.js'
import { collected } from '../../conformance/content-bytes.js'
import { sourceOf, uploadOf } from '../../core/sources.js'
import type { EmbeddedStore } from './embedded-store.js'
import { type Facts, type Known, type Ledger, textOf } from './ledger.js'

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

interface Upload {
  readonly chunks: readonly Uint8Array[]
  /** The name under which it is to answer. */
  readonly publish?: string
}

/** A client that writes down what it was told. It changes each file once at a time. */
export class Clerk {
  /** What was refused, with the error as it was given. */
  readonly refusals: unknown[] = []
  /** Called after each change, done or refused. */
  afterEach: () => Promise<void> = async () => {}

  constructor(
    private readonly store: EmbeddedStore,
    private readonly ledger: Ledger
  ) {}

  async upload(name: string, { chunks, publish }: Upload): Promise<Known> {
    const file = this.ledger.add(name)
    const publishedAs = publish ?? null
    const fresh = { name, type: 'text/plain', publishedAs, revision: 1 }
    await this.attempt(file, { ...fresh, ...contentFacts(chunks) }, () =>
      this.store.service.upload(uploadOf(sourceOf(chunks), { name, type: 'text/plain' }), {
        publish: publish !== undefined,
      })
    )
    return file
  }

  replace(file: Known, chunks: readonly Uint8Array[], name?: string): Promise<unknown> {
    const told = { ...(name !== undefined && { name }) }
    return this.change(file, { ...told, ...contentFacts(chunks) }, () =>
      uploadOf(sourceOf(chunks), told)
    )
  }

  describe(file: Known, facts: { name?: string; type?: string }): Promise<unknown> {
    return this.change(file, facts, () => uploadOf(undefined, facts))
  }

  async remove(file: Known): Promise<void> {
    const { id } = file
    if (id === undefined || !isThere(file)) return
    await this.attempt(file, undefined, async () => {
      await this.store.service.delete(id, undefined)
      return undefined
    })
  }

  /** Reads the file and has that counted. */
  async download(file: Known): Promise<void> {
    await this.read(file)
    if (file.id === undefined || !isThere(file)) return
    const lost = this.uncounted
    file.counting++
    await this.store.service.countDownload(file.id)
    // What could not be counted may have been written all the same.
    if (this.uncounted > lost) return
    file.counting--
    file.counted++
  }

  /** Throws where a file that is known to be there cannot be read, or is not what it should be. */
  async read(file: Known): Promise<void> {
    if (file.id === undefined || !isThere(file)) return
    const record = await readWhole(this.store, file.id)
    const [state] = file.states
    if (textOf(record) !== textOf(state))
      throw new Error(`${file.uploadedAs} reads as another version`)
  }

  private get uncounted(): number {
    return this.store.reports.filter((line) => line.includes('could not be counted')).length
  }

  private async change(
    file: Known,
    facts: Partial<Facts>,
    source: () => ReturnType<typeof uploadOf>
  ): Promise<void> {
    const [before] = file.states
    const { id } = file
    if (id === undefined || before === undefined || !isThere(file)) return
    await this.attempt(file, { ...before, ...facts, revision: before.revision + 1 }, () =>
      this.store.service.update(id, source, undefined)
    )
  }

  private async attempt(
    file: Known,
    next: Facts | undefined,
    work: () => Promise<FileRecord | undefined>
  ): Promise<void> {
    file.states.push(next)
    let record: FileRecord | undefined
    try {
      record = await work()
    } catch (error) {
      this.refusals.push(error)
      if (!hasCode(error, 'DURABILITY_UNKNOWN')) file.states.pop()
      await this.afterEach()
      return
    }
    if (textOf(record) !== textOf(next))
      throw new Error(`${file.uploadedAs} was acknowledged as ${textOf(record)}`)
    file.states = [next]
    file.id = record?.id ?? file.id
    await this.afterEach()
  }
}

/** Whether the file is there and nothing that was done to it is in doubt. */
const isThere = ({ states }: Known): boolean => states.length === 1 && states[0] !== undefined

function contentFacts(chunks: readonly Uint8Array[]): Pick<Facts, 'size' | 'sha256'> {
  const bytes = Buffer.concat(chunks)
  return { size: bytes.length, sha256: sha256(bytes) }
}

/** Downloads a file; throws where a byte of it is not the one its record speaks of. */
export async function readWhole({ service }: EmbeddedStore, id: string): Promise<FileRecord> {
  const whole = (record: FileRecord) => ({ range: { start: 0, end: record.size - 1 } })
  const { record, content } = await service.download({ id }, whole)
  const bytes = content && (await collected(content))
  if (bytes === undefined || sha256(bytes) !== record.sha256)
    throw new Error(`the content of ${record.name} is not what its record says`)
  return record
}
