import type { Operation } from './operation.js'

/**
 * Operations in the order they came, at most one of each file at a time: the next of a file is handed out once the
 * one before it has been released, so that it is prepared against what that one left behind.
 */
export class OperationLanes {
  private ready: Operation[] = []
  /** For each file with an operation handed out or ready: those behind it. */
  private readonly behind = new Map<string, Operation[]>()

  get isEmpty(): boolean {
    return this.ready.length === 0
  }

  add(operation: Operation): void {
    const lane = this.behind.get(operation.id)
    if (lane !== undefined) {
      lane.push(operation)
      return
    }
    this.behind.set(operation.id, [])
    this.ready.push(operation)
  }

  next(): Operation | undefined {
    return this.ready.shift()
  }

  release({ id }: Operation): void {
    const next = this.behind.get(id)?.shift()
    if (next === undefined) this.behind.delete(id)
    else this.ready.push(next)
  }

  /** Everything that was not handed out. */
  drain(): Operation[] {
    const all = [...this.ready, ...[...this.behind.values()].flat()]
    this.ready = []
    this.behind.clear()
    return all
  }
}
