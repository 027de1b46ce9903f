import { Readable } from 'node:stream'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { FileRecord } from '../core/file-record.js'
import type { FileService, ListQuery } from '../core/file-service.js'
import type { Links } from './links.js'

interface SendListOptions {
  readonly service: FileService
  readonly links: Links
  readonly request: FastifyRequest
  readonly reply: FastifyReply
  readonly query: ListQuery
  /** Rows of a page, as text of the query; absent for everything. */
  readonly limit: string | undefined
  readonly cursor: string | undefined
  readonly shape: ListShape
}

/** How rows become one JSON text. */
export interface ListShape {
  readonly open: string
  readonly close: string
  /** One row, without a comma. */
  readonly row: (record: FileRecord) => string
}

/** A page with a link to the next one, or the whole list streamed in flat memory. */
export async function sendList(options: SendListOptions): Promise<FastifyReply> {
  const { service, request, reply, query, limit, cursor, shape } = options
  reply.type('application/json; charset=utf-8')
  if (limit === undefined) {
    // The first rows are fetched before the status is sent, so that a bad cursor is still a 400.
    const pages = service.all(query, cursor)
    const first = await pages.next()
    if (request.method === 'HEAD') {
      await pages.return(undefined)
      return reply.send()
    }
    const start = first.done ? [] : first.value
    return reply.send(Readable.from(jsonText(shape, start, pages), { objectMode: false }))
  }
  const page = await service.page(query, {
    limit: Number(limit),
    ...(cursor !== undefined && { cursor }),
  })
  if (page.next !== undefined) reply.header('link', nextLink(options, page.next))
  return reply.send(shape.open + page.records.map(shape.row).join(',') + shape.close)
}

async function* jsonText(
  shape: ListShape,
  first: readonly FileRecord[],
  rest: AsyncIterable<readonly FileRecord[]>
): AsyncGenerator<string> {
  yield shape.open + first.map(shape.row).join(',')
  for await (const records of rest) {
    if (records.length > 0) yield `,${records.map(shape.row).join(',')}`
  }
  yield shape.close
}

/** The same request with another cursor (RFC 8288). */
function nextLink({ links, request }: SendListOptions, cursor: string): string {
  const { pathname, searchParams } = new URL(request.url, 'http://localhost')
  searchParams.set('cursor', cursor)
  return `<${links.to(`${pathname}?${searchParams}`)}>; rel="next"`
}
