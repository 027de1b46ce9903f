import { FileError } from '../../../../core/errors.js'

/** Milliseconds for which whoever has something is given to come to an end. */
const patience = 10_000

interface Hold {
  /** Tells the holder that somebody waits. */
  readonly want: () => void
  readonly over: Promise<void>
}

/** Who has what, within one process. */
export class Holds {
  readonly #holds = new Map<string, Hold>()

  constructor(private readonly waitFor = patience) {}

  /** Gives what ends the hold. Asks whoever has it to end, and throws `UPLOAD_BUSY` when that takes too long. */
  async take(id: string, onWanted: () => void): Promise<() => void> {
    const until = performance.now() + this.waitFor
    for (let hold = this.#holds.get(id); hold; hold = this.#holds.get(id)) {
      hold.want()
      await within(hold.over, until - performance.now())
    }
    let end = () => {}
    const over = new Promise<void>((resolve) => {
      end = resolve
    })
    let isWanted = false
    const want = () => {
      if (!isWanted) onWanted()
      isWanted = true
    }
    const hold = { want, over }
    this.#holds.set(id, hold)
    return () => {
      if (this.#holds.get(id) === hold) this.#holds.delete(id)
      end()
    }
  }
}

async function within(over: Promise<void>, ms: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new FileError('UPLOAD_BUSY')), ms)
  })
  try {
    await Promise.race([over, late])
  } finally {
    clearTimeout(timer)
  }
}
