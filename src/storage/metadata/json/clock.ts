/** Times that strictly increase whatever the wall clock does, so that creation order is total. */
export class Clock {
  constructor(
    private readonly wall: () => number,
    private last: number
  ) {}

  next(): number {
    this.last = Math.max(this.now(), this.last + 1)
    return this.last
  }

  /** The wall clock, for what is only noted. */
  now(): number {
    return Math.max(0, Math.trunc(this.wall()))
  }
}
