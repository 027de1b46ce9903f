/** What a condition comes to: it was not sent, it holds, or it does not. */
export type Truth = 'absent' | 'true' | 'false'

const truths: readonly Truth[] = ['absent', 'true', 'false']

/** The conditions of RFC 9110 section 13.1 but If-Range, which is a matter of ranges. */
export interface Conditions {
  readonly ifMatch: Truth
  readonly ifUnmodifiedSince: Truth
  readonly ifNoneMatch: Truth
  readonly ifModifiedSince: Truth
}

type First = Pick<Conditions, 'ifMatch' | 'ifUnmodifiedSince'>
type Second = Pick<Conditions, 'ifNoneMatch' | 'ifModifiedSince'>

/** All nine rows of the first two steps, which guard against lost updates. */
export const firstSteps: readonly First[] = truths.flatMap((ifMatch) =>
  truths.map((ifUnmodifiedSince) => ({ ifMatch, ifUnmodifiedSince }))
)

/** All nine rows of the next two, which spare the way of what is known already. */
export const nextSteps: readonly Second[] = truths.flatMap((ifNoneMatch) =>
  truths.map((ifModifiedSince) => ({ ifNoneMatch, ifModifiedSince }))
)

/** Steps 1 to 4 of section 13.2.2, written as they stand there. */
export function outcome(conditions: Conditions, isReading: boolean): 'perform' | 304 | 412 {
  const { ifMatch, ifUnmodifiedSince, ifNoneMatch, ifModifiedSince } = conditions
  if (ifMatch === 'false') return 412
  if (ifMatch === 'absent' && ifUnmodifiedSince === 'false') return 412
  if (ifNoneMatch === 'false') return isReading ? 304 : 412
  if (ifNoneMatch === 'absent' && isReading && ifModifiedSince === 'false') return 304
  return 'perform'
}

interface Version {
  readonly etag: string
  readonly modified: string
}

/** The header fields that come to this for a file of this version. */
export function fieldsOf(
  { ifMatch, ifUnmodifiedSince, ifNoneMatch, ifModifiedSince }: Conditions,
  { etag, modified }: Version
): Record<string, string> {
  const earlier = new Date(Date.parse(modified) - 1000).toUTCString()
  const fields = {
    'If-Match': { absent: undefined, true: etag, false: '"other"' }[ifMatch],
    'If-Unmodified-Since': { absent: undefined, true: modified, false: earlier }[ifUnmodifiedSince],
    'If-None-Match': { absent: undefined, true: '"other"', false: etag }[ifNoneMatch],
    'If-Modified-Since': { absent: undefined, true: earlier, false: modified }[ifModifiedSince],
  }
  return Object.fromEntries(
    Object.entries(fields).filter((field): field is [string, string] => field[1] !== undefined)
  )
}
