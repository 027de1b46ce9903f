import { type Static, type TSchema, Type } from '@sinclair/typebox'

/** A `$ref` to a schema registered with the application, typed as that schema. */
export const ref = <T extends TSchema>(schema: T) =>
  Type.Unsafe<Static<T>>(Type.Ref(schema.$id as string))

/** Bytes in a body, described for documents and generators; never validated in memory. */
export const Binary = Type.Unsafe<Buffer>({ type: 'string', format: 'binary' })

/** An object of which no other member is accepted: unknown members are an error, never dropped. */
export const strict = { additionalProperties: false } as const

/**
 * A count of rows in a query, 1 to 1000: plain decimal digits and nothing that a lenient parser would also take
 * (`0x10`, `1e2`, ` 1`). Validated as text; documents show the integer that clients know (`x-documented`).
 */
export const rowCount = (description: string) =>
  Type.Unsafe<string>({
    type: 'string',
    pattern: '^([1-9][0-9]{0,2}|1000)$',
    'x-documented': { type: 'integer', minimum: 1, maximum: 1000, description },
  })

/** An operation that takes nothing from the query; links to downloads gather members, API calls must not. */
export const NoQuery = Type.Object({}, strict)
