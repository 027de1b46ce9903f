import type { Static } from '@sinclair/typebox'
import type { FilesQuery } from '../../schemas/list.js'
import type { ListQuery } from '../core/file-service.js'

/** The query of the list of files in the words of the core. */
export const filesQuery = (query: Static<typeof FilesQuery>): ListQuery => ({
  sort: query.sort ?? 'created',
  order: query.order ?? 'desc',
  ...(query.name !== undefined && { nameContains: query.name.normalize() }),
  ...(query.type !== undefined && { type: query.type.toLowerCase() }),
})
