// RFC 9110 section 5.6.7: the preferred form and the two obsolete ones that recipients must still read.
const time = '(?<hour>\\d{2}):(?<minute>\\d{2}):(?<second>\\d{2})'
const forms = [
  `[A-Z][a-z]{2}, (?<day>\\d{2}) (?<month>[A-Z][a-z]{2}) (?<year>\\d{4}) ${time} GMT`,
  `[A-Z][a-z]{5,8}, (?<day>\\d{2})-(?<month>[A-Z][a-z]{2})-(?<year>\\d{2}) ${time} GMT`,
  `[A-Z][a-z]{2} (?<month>[A-Z][a-z]{2}) (?<day>[ \\d]\\d) ${time} (?<year>\\d{4})`,
].map((form) => new RegExp(`^${form}$`))

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/** Seconds since the epoch, or undefined for what is not an HTTP date: a condition with it is then ignored. */
export function parseHttpDate(text: string | undefined): number | undefined {
  for (const form of forms) {
    const parts = form.exec(text ?? '')?.groups
    if (parts) return secondsOf(parts)
  }
  return undefined
}

function secondsOf(parts: Record<string, string | undefined>): number | undefined {
  const { day, hour, minute, second } = parts
  const month = months.indexOf(parts.month ?? '') + 1
  const iso = `${fullYear(parts.year ?? '')}-${twoDigits(month)}-${twoDigits(Number(day))}`
  const date = new Date(`${iso}T${hour}:${minute}:${second}Z`)
  // The thirty-first of February would be read as a day of March.
  const isThatDay = !Number.isNaN(date.getTime()) && date.toISOString().startsWith(iso)
  return isThatDay ? date.getTime() / 1000 : undefined
}

/** Two digits mean the last such year that is no more than 50 ahead (RFC 9110 section 5.6.7). */
function fullYear(year: string): string {
  if (year.length === 4) return year
  const latest = new Date().getUTCFullYear() + 50
  return String(latest - ((latest - Number(year)) % 100))
}

const twoDigits = (value: number): string => String(value).padStart(2, '0')
