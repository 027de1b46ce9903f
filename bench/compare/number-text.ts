/** With three digits that mean something, or all of them where there are more. */
export function numberText(value: number | undefined): string {
  if (value === undefined || !Number.isFinite(value)) return ''
  if (value >= 100) return Math.round(value).toLocaleString('en')
  return `${Number(value.toPrecision(3))}`
}
