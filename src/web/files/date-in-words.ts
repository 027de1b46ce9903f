/** A time as short as it can be told: today by the hour, this year without the year. */
export function dateInWords(date: Date, now: Date, locale?: string): string {
  const sameYear = date.getFullYear() === now.getFullYear()
  const sameDay = date.toDateString() === now.toDateString()
  const day: Intl.DateTimeFormatOptions = { day: 'numeric', month: 'short' }
  return new Intl.DateTimeFormat(locale, {
    ...(!sameDay && day),
    ...(!sameYear && { year: 'numeric' }),
    ...(sameYear && { hour: 'numeric', minute: '2-digit' }),
  }).format(date)
}
