import { type Static, type TSchema, Type } from '@sinclair/typebox'

/** A `$ref` to a schema registered with the application, typed as that schema. */
export const ref = <T extends TSchema>(schema: T) => Type.Unsafe<Static<T>>(Type.Ref(schema.$id as string))

/** Bytes in a body, described for documents and generators; never validated in memory. */
export const Binary = Type.Unsafe<Buffer>({ type: 'string', format: 'binary' })

/** An object of which no other member is accepted: unknown members are an error, never dropped. */
export const strict = { additionalProperties: false } as const

/**
 * A number in a query: plain decimal digits and nothing that a lenient parser would also take (`0x10`, `1e2`, ` 1`).
 * Validated as text; the document shows the integer that clients see (`documented` in src/plugins/openapi.ts).
 */
export const decimal = (options: { minimum: number; maximum: number; description: string }) =>
  Type.Unsafe<string>({
    type: 'string',
    pattern: '^[1-9][0-9]{0,3}$',
    'x-documented': { type: 'integer', ...options },
    'x-maximum': options.maximum,
  })

/** A body that is not JSON, under its media types, for an answer or a request in the document. */
export const bytesAs = (...types: string[]) =>
  Object.fromEntries(types.map((type) => [type, { schema: Binary }]))
