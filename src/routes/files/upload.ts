import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { FileInfo } from '../../../schemas/file.js'
import { fileLinks } from '../../../schemas/links.js'
import { anyUpload, created, problems } from '../../../schemas/responses.js'
import { anyUploadBody, RawUploadHeaders, RawUploadQuery } from '../../../schemas/upload.js'
import { acceptForms, uploadRules } from '../../http/accept-forms.js'
import { isForm } from '../../http/content-type.js'
import { createdHeaders } from '../../http/created-headers.js'
import { formUpload } from '../../http/form-upload.js'
import { rawUpload } from '../../http/raw-upload.js'
import type { DoorOptions } from '../../http/route-config.js'
import { toFile } from './to-file.js'

export const upload: FastifyPluginAsyncTypebox<DoorOptions> = async (app, options) => {
  const { service, links, limits } = options
  await acceptForms(app)
  app.route({
    method: 'POST',
    url: '/files/upload',
    config: { door: 'files', operation: 'filesUpload', openapi: { body: anyUploadBody } },
    schema: {
      operationId: 'filesUpload',
      tags: ['files'],
      summary: 'Upload a file',
      querystring: RawUploadQuery,
      headers: RawUploadHeaders,
      response: {
        201: created(FileInfo),
        ...problems({ ...anyUpload, 400: [...(anyUpload[400] ?? []), 'EMPTY_REQUEST'] }),
      },
    },
    links: { 201: fileLinks('$response.body#/file_id') },
    handler: async (request, reply) => {
      const source = isForm(request)
        ? formUpload({ request, reply, limits, rules: uploadRules('refuse') })
        : rawUpload({
            request,
            reply,
            pace: limits,
            queryName: request.query.name,
          })
      const file = await service.upload(source, { publish: false })
      return reply.code(201).headers(createdHeaders(links, file)).send(toFile(links, file))
    },
  })
}
