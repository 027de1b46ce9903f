import { Type } from '@sinclair/typebox'
import { rowCount, strict } from './common.js'

const limit = Type.Optional(rowCount('Rows of one page; without it everything is streamed.'))

const cursor = Type.Optional(
  Type.String({ description: 'Opaque: where the page before ended, as its `Link` gave it.' })
)

const order = Type.Optional(
  Type.Unsafe<'asc' | 'desc'>({
    type: 'string',
    enum: ['asc', 'desc'],
    default: 'desc',
    description: '`desc` unless said otherwise: newest, last in the alphabet, or largest first.',
  })
)

/** Paging of a list in the order of creation. */
export const PageQuery = Type.Object({ limit, cursor, order }, strict)

/** Paging, order and filters of the list of files. */
export const FilesQuery = Type.Object(
  {
    limit,
    cursor,
    order,
    sort: Type.Optional(
      Type.Unsafe<'created' | 'name' | 'size' | 'downloads'>({
        type: 'string',
        enum: ['created', 'name', 'size', 'downloads'],
        default: 'created',
        description: 'What the rows are ordered by; ties are broken by id.',
      })
    ),
    name: Type.Optional(
      Type.String({ description: 'Only names that contain this text, whatever its case.' })
    ),
    type: Type.Optional(
      Type.String({
        pattern: "^[!#$%&'+.^_`|~0-9A-Za-z-]+/([!#$%&'+.^_`|~0-9A-Za-z-]+|\\*)$",
        description: 'Only this media type, or a family such as `image/*`.',
      })
    ),
  },
  strict
)

/** Headers of a page. */
export const pageHeaders = {
  Link: Type.String({
    pattern: '^<[^>]+>; rel="next"$',
    description: '`<…>; rel="next"` while there is more.',
    'x-sometimes': true,
  }),
}
