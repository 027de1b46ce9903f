// RFC 9110 section 5.6.7: the preferred form and the two obsolete ones that recipients must still read.
const imfFixdate = /^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/
const rfc850 = /^[A-Z][a-z]{5,8}, \d{2}-[A-Z][a-z]{2}-\d{2} \d{2}:\d{2}:\d{2} GMT$/
const asctime = /^[A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]\d \d{2}:\d{2}:\d{2} \d{4}$/

/** Seconds since the epoch, or undefined for what is not an HTTP date: a condition with it is then ignored. */
export function parseHttpDate(text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  const known = imfFixdate.test(text) || rfc850.test(text)
  const date = known
    ? Date.parse(text)
    : asctime.test(text)
      ? Date.parse(`${text} GMT`)
      : Number.NaN
  return Number.isNaN(date) ? undefined : date / 1000
}
