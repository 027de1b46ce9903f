import { type Static, Type } from '@sinclair/typebox'
import { TypeCompiler } from '@sinclair/typebox/compiler'
import { Natural, Positive, strict, Time } from './stored-record.js'

export const snapshotFormat = 1

/** What a snapshot says before its records. */
const SnapshotHead = Type.Object(
  {
    format: Type.Literal(snapshotFormat),
    storeId: Type.String({ minLength: 1, maxLength: 64 }),
    /** The first journal to be replayed on top. */
    generation: Positive,
    /** The number of the last line before that journal. */
    lastSeq: Natural,
    /** The latest time given to any record, also to one that is gone. */
    lastTime: Time,
  },
  strict
)
export type SnapshotHead = Static<typeof SnapshotHead>

const head = TypeCompiler.Compile(SnapshotHead)
const opening = ',"files":{\n'

export const writeSnapshotHead = (value: SnapshotHead): string =>
  JSON.stringify(value).slice(0, -1) + opening

/** Reads the first line of a snapshot; throws an `Error` when it is not one. */
export function readSnapshotHead(line: string): SnapshotHead {
  if (!line.endsWith(opening)) throw new Error('the first line is not that of a snapshot')
  const value: unknown = JSON.parse(`${line.slice(0, -opening.length)}}`)
  if (!isSnapshotHead(value))
    throw new Error('the first line is not that of a snapshot this version knows')
  return value
}

export const isSnapshotHead = (value: unknown): value is SnapshotHead => head.Check(value)

/** The beginning of the last line, which the checksum covers, and the end, which holds it. */
export const snapshotCount = (count: number): string => `},"count":${count}`
export const snapshotEnd = (checksum: string): string => `,"crc":"${checksum}"}\n`
