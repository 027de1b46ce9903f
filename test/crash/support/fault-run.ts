import { FileError } from '../../../src/core/errors.js'
import { statusOf } from '../../../src/http/problem.js'
import { nativeCode } from '../../../src/storage/fs/errors.js'
import { type Call, FaultFs } from '../../support/fs/fault-fs.js'
import { MemoryFs } from '../../support/fs/memory-fs.js'
import { type FaultPlan, NthFault } from '../../support/fs/nth-fault.js'
import { allUnsyncedLost } from '../../support/fs/power-cuts.js'
import { Clerk } from './clerk.js'
import { EmbeddedStore } from './embedded-store.js'
import { inspect } from './inspect.js'
import { Ledger } from './ledger.js'
import { shortLife } from './workloads.js'

const limits = { journalLines: 9 }
const syncs = new Set(['datasync', 'syncDirectory'])
/** What a disk says when it did not write; the others say that nothing was tried. */
const forgetful = new Set(['EIO', 'ENOSPC'])

/** A store with some files in it, whose process was killed. */
export async function killedStore(): Promise<{ fs: MemoryFs; ledger: Ledger }> {
  const fs = new MemoryFs()
  const ledger = new Ledger()
  const store = await EmbeddedStore.open(fs, limits)
  await shortLife(new Clerk(store, ledger), 'before')
  await store.kill()
  return { fs, ledger }
}

/** One life of a store in which something fails, from its start to its close, and the starts after it. */
export class FaultRun {
  readonly fault: NthFault
  /** Whether the store took changes again once the fault was over. */
  healed = true
  private readonly fs: FaultFs
  private readonly memory: MemoryFs
  private readonly ledger: Ledger

  constructor(
    before: Awaited<ReturnType<typeof killedStore>>,
    private readonly plan: FaultPlan
  ) {
    this.memory = before.fs.copy()
    this.ledger = before.ledger.copy()
    // The start syncs what was written before it.
    this.ledger.noteSync()
    this.fault = new NthFault(plan)
    this.fs = new FaultFs({ inner: this.memory })
    this.fs.intercept = (call) => this.intercept(call)
  }

  async run(): Promise<void> {
    const store = await this.start()
    if (store !== undefined) await this.live(store)
    this.requireClosed(() => true)
    this.fault.end()
    await inspect(this.memory.settled(), { ledger: this.ledger, countsKept: true })
    await inspect(this.memory.after(allUnsyncedLost), { ledger: this.ledger, countsKept: false })
  }

  private intercept(call: Call): number | undefined {
    try {
      return this.fault.intercept(call) as number | undefined
    } catch (error) {
      if (syncs.has(call.method) && forgetful.has(nativeCode(error) ?? ''))
        this.memory.forget(call.path)
      throw error
    }
  }

  /** A start that fails says what the disk said, and does not take it for damage. */
  private async start(): Promise<EmbeddedStore | undefined> {
    try {
      return await EmbeddedStore.open(this.fs, limits)
    } catch (error) {
      const native = error instanceof FileError ? error.cause : error
      const isOfDisk = nativeCode(native) === this.plan.failure
      if (isOfDisk || (error instanceof FileError && statusOf[error.code] === 507)) return undefined
      throw new Error('the start fails for another reason', { cause: error })
    }
  }

  private async live(store: EmbeddedStore): Promise<void> {
    const { memory, ledger } = this
    memory.onChange = (method, path) => {
      if (method === 'datasync' && path.includes('/journal.')) ledger.noteSync()
    }
    const clerk = new Clerk(store, ledger)
    clerk.afterEach = () => this.requireReading(store)
    await this.mayHit(() => shortLife(clerk, 'during'))
    for (const error of clerk.refusals) requireKnown(error)
    this.fault.end()
    await this.requireHealing(store)
    // What was on its way to a file of its own when it was deleted has one for a moment.
    await store.contents.close()
    this.requireClosed((path) => !path.includes('/journal.') && !path.includes('/metadata.'))
    this.requireTidy(store)
    await store.close()
  }

  /** Reads go on whatever fails, unless it is the reading itself. */
  private async requireReading(store: EmbeddedStore): Promise<void> {
    const clerk = new Clerk(store, this.ledger)
    for (const file of this.ledger.files.slice(0, 6)) await this.mayHit(() => clerk.read(file))
  }

  private async mayHit(work: () => Promise<void>): Promise<void> {
    const before = this.fault.hits.length
    try {
      await work()
    } catch (error) {
      if (this.fault.hits.length === before) throw error
      requireKnown(error)
    }
  }

  /** A store that does not take changes any more says so, and has had a reason that lasts. */
  private async requireHealing(store: EmbeddedStore): Promise<void> {
    const before = await store.readiness()
    const clerk = new Clerk(store, this.ledger)
    await clerk.upload('healed', { chunks: [Buffer.from('healed')] })
    const after = await store.readiness()
    for (const error of clerk.refusals) requireKnown(error)
    this.healed = clerk.refusals.length === 0
    const said = [before.status, after.status]
    if (said.every((status) => status === 'ok') && !this.healed)
      throw new Error('it says that it is ready, and is not')
    if (said.every((status) => status !== 'ok') && this.healed)
      throw new Error('it says that it is not ready, and is')
    const lasting = ({ method }: Call) =>
      syncs.has(method) || method === 'truncate' || this.plan.failure === 'EIO'
    if (!this.healed && !this.fault.hits.some(lasting))
      throw new Error(`it does not heal: ${store.reports.join('; ')}`)
    const { hits } = this.fault
    const lostWrites = hits.some(({ method }) => syncs.has(method) && this.plan.failure === 'EIO')
    if (lostWrites && this.healed) throw new Error('it goes on after a failed sync')
  }

  private requireClosed(concerns: (path: string) => boolean): void {
    const open = this.fs.openFiles.filter(concerns)
    if (open.length > 0) throw new Error(`left open: ${open.join()}`)
  }

  /** What was refused leaves nothing behind, unless the removal of it was what failed. */
  private requireTidy(store: EmbeddedStore): void {
    const isInDoubt = this.ledger.files.some(({ states }) => states.length > 1)
    const claimed = new Set<string>()
    for (const { contentKey } of store.metadata.records())
      claimed.add(`/data/content/${contentKey}`)
    const contents = [...this.memory.files('/data/content').keys()]
    const left = [
      ...this.memory.files('/data/tmp').keys(),
      ...contents.filter((path) => !claimed.has(path) && !isInDoubt),
    ].filter(
      (left) => !this.fault.hits.some(({ method, path }) => method === 'unlink' && path === left)
    )
    if (left.length > 0) throw new Error(`left behind: ${left.join()}`)
  }
}

/** What is refused has a code that says whether to try again, wherever it fails. */
function requireKnown(error: unknown): void {
  const status = error instanceof FileError ? statusOf[error.code] : undefined
  if (status !== 503 && status !== 507)
    throw new Error(`refused with ${status}: ${error}`, { cause: error })
}
