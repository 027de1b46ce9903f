import { type TSchema, Type } from '@sinclair/typebox'

export const kibi = 1024
export const gibi = kibi ** 3
export const hour = 3_600_000
const mostBytes = Number.MAX_SAFE_INTEGER

/** Bytes, written as a number or with a unit (`512KiB`, `10GiB`). */
export const bytes = (value: number, description: string, minimum = 0) =>
  Type.Integer({ minimum, maximum: mostBytes, default: value, description, unit: 'bytes' })

/** Milliseconds, written as a number or with a unit (`500ms`, `30s`, `2m`). */
export const duration = (value: number, description: string, minimum = 10) =>
  Type.Integer({ minimum, maximum: 2 ** 31 - 1, default: value, description, unit: 'ms' })

export const oneOf = <const T extends string>(
  values: readonly T[],
  value: T,
  description: string
) =>
  Type.Unsafe<T>(
    Type.Union(
      values.map((v) => Type.Literal(v)),
      { default: value, description, values }
    )
  )

/** Several values in one text. */
export const list = (separator: string, item: TSchema, description: string) =>
  Type.Unsafe<string[]>(Type.Array(item, { default: [], description, separator }))
