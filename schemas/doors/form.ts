import { Type } from '@sinclair/typebox'
import { type CodesByStatus, errorResponses } from '../responses.js'

/** Plain text of one line. */
const FormMessage = Type.String({
  examples: ['File example.txt uploaded successfully.'],
})

export const formUploaded = {
  description: 'The file is stored and durable.',
  headers: {
    Link: Type.String({
      pattern: '^<[^>]+>; rel="item"$',
      description: 'The new file: `</files/{id}>; rel="item"`.',
    }),
  },
  content: { 'text/plain': { schema: FormMessage } },
}

/** One line of plain text that says what was wrong. */
const FormError = Type.String({ examples: ['No file part.'] })

export const formErrors = (codes: CodesByStatus) =>
  errorResponses(codes, 'text/plain', () => FormError)
