/** Milliseconds in front of the wall clock up to which the time of another clock takes all later ones along. */
const mostAhead = 1000

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

  /**
   * A time that is also later than one which another clock may have given. One that is far ahead is only passed this
   * once: everything else that is stored here would else be of that time as well.
   */
  after(time: number): number {
    if (time > Math.max(this.last, this.now() + mostAhead)) return time + 1
    this.pass(time)
    return this.next()
  }

  /** From now on gives only times that are later than this one. */
  pass(time: number): void {
    this.last = Math.max(this.last, time)
  }

  /** The wall clock, for what is only noted. */
  now(): number {
    return Math.max(0, Math.trunc(this.wall()))
  }
}
