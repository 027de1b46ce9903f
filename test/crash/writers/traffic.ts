import { Random } from '../../fuzz/random.js'
import type { Client } from '../../support/client.js'
import { change, remove } from './change.js'
import type { Ledger } from './ledger.js'
import { download, downloadByName, look } from './read.js'
import { type Turn, UnexpectedAnswer } from './turn.js'
import { upload } from './upload.js'

const writers = 32
/** Files beyond which more are deleted than made. */
const enough = 120
/** Changes of one file at once; every order of them is an outcome to be looked at. */
const mostAtOnce = 3

interface TrafficOptions {
  readonly client: Client
  readonly ledger: Ledger
  readonly seed: number
  readonly cycle: number
}

/** 32 writers that do everything to a server that can be done to it, through all doors, until it is gone. */
export class Traffic {
  /** What went wrong before the server was allowed to go. */
  readonly faults: string[] = []
  readonly ended: Promise<unknown>
  #steps = 0
  #mayEnd = false
  #gate: Promise<void> | undefined
  #open = () => {}
  #idle = 0
  #working = writers
  readonly #wakes = new Set<() => void>()

  constructor(private readonly options: TrafficOptions) {
    const { seed, cycle } = options
    const each = Array.from({ length: writers }, (_, index) =>
      this.#write(new Random(seed, cycle * writers + index))
    )
    this.ended = Promise.all(each)
  }

  /** Resolves once so many things more were begun or done, or nobody writes any more. */
  async afterSteps(count: number): Promise<void> {
    const target = this.#steps + count
    await this.#until(() => this.#steps >= target || this.#working === 0)
  }

  /** From now on it is no fault when the server does not answer. */
  allowEnd(): void {
    this.#mayEnd = true
  }

  /** Lets what is under way come to its end and begins nothing more until `resume`. */
  async pause(): Promise<void> {
    this.#gate = new Promise((resolve) => {
      this.#open = resolve
    })
    await this.#until(() => this.#idle >= this.#working)
  }

  resume(): void {
    this.#gate = undefined
    this.#open()
  }

  async #until(isSo: () => boolean): Promise<void> {
    while (!isSo()) await new Promise<void>((wake) => this.#wakes.add(wake))
  }

  #step(): void {
    this.#steps++
    for (const wake of this.#wakes) wake()
    this.#wakes.clear()
  }

  async #write(random: Random): Promise<void> {
    try {
      for (;;) {
        this.#step()
        await this.#waitAtGate()
        if (this.#mayEnd) return
        await this.#doSomething({ ...this.options, random })
      }
    } catch (error) {
      const isFault = !this.#mayEnd || (error instanceof UnexpectedAnswer && !error.isOutage)
      if (isFault) this.faults.push(String(error))
    } finally {
      this.#working--
      this.#step()
    }
  }

  async #waitAtGate(): Promise<void> {
    while (this.#gate) {
      this.#idle++
      this.#step()
      await this.#gate
      this.#idle--
    }
  }

  async #doSomething(turn: Turn): Promise<void> {
    const { ledger, random } = turn
    const { live } = ledger
    const some = live.filter(({ pending }) => pending.length < mostAtOnce)
    // The newest ones more often, so that several writers are at the same file.
    const file = random.pick(random.chance(0.5) ? some.slice(-4) : some)
    const what = random.below(100)
    if (file === undefined || (what < 30 && live.length < enough)) await upload(turn)
    else if (what < 45) await remove(turn, file)
    else if (what < 75) await change(turn, file)
    else if (what < 87) await download(turn, file)
    else if (what < 94) await downloadByName(turn)
    else await look(turn, file)
  }
}
