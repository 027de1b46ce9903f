let lastSecond = Number.NaN
let lastText = ''

/**
 * A time in milliseconds as `Date.prototype.toISOString` writes it. The text of a second is kept: what a list or a
 * burst of answers puts into words one after the other mostly lies within the same one.
 */
export function isoTime(time: number): string {
  const second = Math.floor(time / 1000)
  if (second !== lastSecond) {
    lastSecond = second
    // Up to the point before the milliseconds.
    lastText = new Date(second * 1000).toISOString().slice(0, -4)
  }
  return `${lastText}${String(time - second * 1000).padStart(3, '0')}Z`
}
