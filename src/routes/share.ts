import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from '@sinclair/typebox'
import type { FastifyRequest } from 'fastify'
import { NoQuery, ref } from '../../schemas/common.js'
import { SharedFile, SharedUpload } from '../../schemas/doors/share.js'
import { FileIdParams } from '../../schemas/file.js'
import { sharedFileLinks } from '../../schemas/links.js'
import { PageQuery, pageHeaders } from '../../schemas/list.js'
import {
  anyOperation,
  anyUpload,
  created,
  DownloadHeaders,
  downloadErrors,
  downloaded,
  json,
  problems,
} from '../../schemas/responses.js'
import { multipartBody } from '../../schemas/upload.js'
import { FileError } from '../core/errors.js'
import type { FileRecord } from '../core/file-record.js'
import { acceptForms, uploadRules } from '../http/accept-forms.js'
import { isForm } from '../http/content-type.js'
import { createdHeaders } from '../http/created-headers.js'
import { formUpload } from '../http/form-upload.js'
import type { DoorOptions } from '../http/route-config.js'
import { sendFile } from '../http/send-file.js'
import { sendList } from '../http/send-list.js'

/** The share door: metadata with download counts, and links that can be passed on as they stand (seed 002). */
export const shareDoor: FastifyPluginAsyncTypebox<DoorOptions> = async (app, options) => {
  const { service, links, limits } = options
  await acceptForms(app)

  const link = (request: FastifyRequest, { id }: FileRecord) =>
    links.absolute(request, `/file/download/${id}`)

  const toSharedFile = (request: FastifyRequest, file: FileRecord): SharedFile => ({
    original_name: file.name,
    content_type: file.type,
    file_size: file.size,
    download_count: file.downloadCount,
    download_link: link(request, file),
  })

  app.route({
    method: 'POST',
    url: '/file/upload',
    config: { door: 'share', operation: 'shareUpload', openapi: { body: multipartBody } },
    schema: {
      operationId: 'shareUpload',
      tags: ['share'],
      summary: 'Upload a file to share',
      querystring: NoQuery,
      response: { 201: created(SharedUpload), ...problems(anyUpload) },
    },
    links: { 201: sharedFileLinks('$response.body#/file_id') },
    handler: async (request, reply) => {
      if (!isForm(request)) throw new FileError('UNSUPPORTED_MEDIA_TYPE')
      const source = formUpload({ request, reply, limits, rules: uploadRules('ignore') })
      const file = await service.upload(source, { publish: false })
      const body: SharedUpload = {
        file_id: file.id,
        original_name: file.name,
        content_type: file.type,
        file_size: file.size,
        download_link: link(request, file),
      }
      return reply.code(201).headers(createdHeaders(links, file)).send(body)
    },
  })

  app.route({
    method: 'GET',
    url: '/file/download/:file_id',
    config: { door: 'share', operation: 'shareDownload' },
    schema: {
      operationId: 'shareDownload',
      tags: ['share'],
      summary: 'Download a file as an attachment',
      params: FileIdParams,
      headers: DownloadHeaders,
      response: { ...downloaded, ...problems(downloadErrors) },
    },
    handler: async (request, reply) =>
      sendFile({
        service,
        request,
        reply,
        reference: { id: request.params.file_id },
        disposition: 'attachment',
      }),
  })

  app.route({
    method: 'GET',
    url: '/file/metadata',
    config: { door: 'share', operation: 'shareList' },
    schema: {
      operationId: 'shareList',
      tags: ['share'],
      summary: 'Metadata of all files, keyed by id',
      querystring: PageQuery,
      response: {
        200: {
          ...json('Files in the order of creation.', Type.Record(Type.String(), ref(SharedFile))),
          headers: pageHeaders,
        },
        ...problems(anyOperation),
      },
    },
    handler: async (request, reply) => {
      const { limit, cursor, order = 'desc' } = request.query
      return sendList({
        service,
        links,
        request,
        reply,
        limit,
        cursor,
        query: { sort: 'created', order },
        shape: {
          open: '{',
          close: '}',
          row: (file) => `"${file.id}":${JSON.stringify(toSharedFile(request, file))}`,
        },
      })
    },
  })

  app.route({
    method: 'GET',
    url: '/file/metadata/:file_id',
    config: { door: 'share', operation: 'shareMetadata' },
    schema: {
      operationId: 'shareMetadata',
      tags: ['share'],
      summary: 'Metadata of one file',
      params: FileIdParams,
      querystring: NoQuery,
      response: {
        200: json('What is known of the file.', ref(SharedFile)),
        ...problems({ ...anyOperation, 404: ['FILE_NOT_FOUND'] }),
      },
    },
    handler: async (request) => toSharedFile(request, await service.get(request.params.file_id)),
  })
}
