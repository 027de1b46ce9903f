/** What a file is, as whoever sent it knows. */
export interface Facts {
  readonly name: string
  readonly type: string
  readonly size: number
  readonly sha256: string
}

/** A change that was sent: new values of some facts, or the end of the file. */
export type Mutation = { readonly facts: Partial<Facts> } | 'deletion'

/** A file as it was acknowledged, with what was asked of it and not answered yet. */
export interface KnownFile {
  readonly id: string
  /** The name under which it answers at `/uploads/`, if it does. */
  readonly publishedAs: string | undefined
  facts: Facts
  revision: number
  /** Undefined while no answer has said it. */
  createdAt: string | undefined
  updatedAt: string | undefined
  readonly pending: Mutation[]
  /** The download count when it was last looked at, downloads asked for by id since, and when one had come whole. */
  counted: number
  asked: number
  readonly whole: number[]
}

interface State {
  readonly facts: Facts
  readonly revision: number
}

/** What the file may be after a crash: as acknowledged, with any of the changes under way made in any order. */
export function* possibleStates(
  { facts, revision }: State,
  pending: readonly Mutation[]
): Generator<State | 'gone'> {
  yield { facts, revision }
  for (const [at, mutation] of pending.entries()) {
    if (mutation === 'deletion') yield 'gone'
    else {
      const after = { facts: { ...facts, ...mutation.facts }, revision: revision + 1 }
      yield* possibleStates(after, pending.toSpliced(at, 1))
    }
  }
}

export const isSameState = (a: State, b: State): boolean =>
  a.revision === b.revision && isSame(a.facts, b.facts)

export const isSame = (a: Facts, b: Facts): boolean =>
  a.name === b.name && a.type === b.type && a.size === b.size && a.sha256 === b.sha256
