import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from '@sinclair/typebox'
import { NoQuery, ref } from '../../../schemas/common.js'
import { DownloadQuery } from '../../../schemas/doors/files.js'
import { FileIdParams, FileInfo } from '../../../schemas/file.js'
import { fileLinks } from '../../../schemas/links.js'
import { FilesQuery, pageHeaders } from '../../../schemas/list.js'
import {
  anyOperation,
  DownloadHeaders,
  downloadErrors,
  downloaded,
  etagHeader,
  json,
  problems,
} from '../../../schemas/responses.js'
import { etagOf } from '../../http/etag.js'
import { filesQuery } from '../../http/list-query.js'
import type { DoorOptions } from '../../http/route-config.js'
import { sendFile } from '../../http/send-file.js'
import { sendList } from '../../http/send-list.js'
import { fileText } from './file-text.js'
import { toFile } from './to-file.js'

/** What can be read: the list, the bytes of one file, its metadata. */
export const read: FastifyPluginAsyncTypebox<DoorOptions> = async (app, { service, links }) => {
  app.route({
    method: 'GET',
    url: '/files',
    config: { door: 'files', operation: 'filesList' },
    schema: {
      operationId: 'filesList',
      tags: ['files'],
      summary: 'List files',
      description: 'All of them in one stream, or page by page with `limit`.',
      querystring: FilesQuery,
      response: {
        200: {
          ...json('Files in the order asked for.', Type.Array(ref(FileInfo))),
          headers: pageHeaders,
        },
        ...problems(anyOperation),
      },
    },
    handler: async (request, reply) =>
      sendList({
        service,
        links,
        request,
        reply,
        limit: request.query.limit,
        cursor: request.query.cursor,
        query: filesQuery(request.query),
        shape: { open: '[', close: ']', row: (file) => fileText(links, file) },
      }),
  })

  app.route({
    method: 'GET',
    url: '/files/:file_id',
    config: { door: 'files', operation: 'filesDownload' },
    schema: {
      operationId: 'filesDownload',
      tags: ['files'],
      summary: 'Download a file',
      description: 'Whole or one range of it, with all preconditions of RFC 9110.',
      params: FileIdParams,
      querystring: DownloadQuery,
      headers: DownloadHeaders,
      response: { ...downloaded, ...problems(downloadErrors) },
    },
    handler: async (request, reply) =>
      sendFile({
        service,
        request,
        reply,
        reference: { id: request.params.file_id },
        disposition: request.query.disposition ?? 'attachment',
      }),
  })

  app.route({
    method: 'GET',
    url: '/files/:file_id/metadata',
    config: { door: 'files', operation: 'filesMetadata' },
    schema: {
      operationId: 'filesMetadata',
      tags: ['files'],
      summary: 'Metadata of a file',
      params: FileIdParams,
      querystring: NoQuery,
      response: {
        200: { ...json('What is known of the file.', ref(FileInfo)), headers: etagHeader },
        ...problems({ ...anyOperation, 404: ['FILE_NOT_FOUND'] }),
      },
    },
    links: { 200: fileLinks('$response.body#/file_id') },
    handler: async (request, reply) => {
      const file = await service.get(request.params.file_id)
      reply.header('etag', etagOf(file))
      return toFile(links, file)
    },
  })
}
