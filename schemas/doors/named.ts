import { type Static, Type } from '@sinclair/typebox'
import { Problem } from '../problem.js'
import { type CodesByStatus, errorResponses, withCodes } from '../responses.js'

/** A file as the named door shows it. */
export const NamedFile = Type.Object(
  {
    id: Type.String({ examples: ['V1StGXR8_Z5jdHi6B-myT'] }),
    name: Type.String({ description: 'The safe name.', examples: ['etc_passwd'] }),
    path: Type.String({
      description: 'Where the newest file of that name answers, percent-encoded.',
      examples: ['/uploads/etc_passwd'],
    }),
  },
  { $id: 'NamedFile' }
)
export type NamedFile = Static<typeof NamedFile>

/** An error of the named door: a problem with the message its clients look for. */
export const NamedProblem = Type.Object(
  {
    ...Problem.properties,
    message: Type.String({ examples: ['Could not find file data'] }),
  },
  { $id: 'NamedProblem', description: 'A problem with `message` beside its members.' }
)
export type NamedProblem = Static<typeof NamedProblem>

export const namedProblems = (codes: CodesByStatus) =>
  errorResponses(codes, 'application/json', (list) => withCodes(NamedProblem, list))

export const FilenameParams = Type.Object({
  filename: Type.String({ description: 'Safe name, as `POST /api/files` answered it.' }),
})
