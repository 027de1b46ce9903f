import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { RawUploadHeaders, RawUploadQuery, rawBody } from '../../../schemas/upload.js'
import { acceptAnything } from '../../http/accept-forms.js'
import { rawUpload } from '../../http/raw-upload.js'
import type { DoorOptions } from '../../http/route-config.js'
import { sendCreated, uploadLinks, uploadResponses } from './send-created.js'

/** `POST /files/content`: raw bytes again, for generated clients that know one kind of body for an operation. */
export const uploadContent: FastifyPluginAsyncTypebox<DoorOptions> = async (app, options) => {
  const { service, links, limits } = options
  acceptAnything(app)
  app.route({
    method: 'POST',
    url: '/files/content',
    config: { door: 'files', operation: 'filesUploadContent', openapi: { body: rawBody } },
    schema: {
      operationId: 'filesUploadContent',
      tags: ['files'],
      summary: 'Upload the content of a file',
      description: 'An empty content has to say `Content-Length: 0` and a `Content-Type`.',
      querystring: RawUploadQuery,
      headers: RawUploadHeaders,
      response: uploadResponses,
    },
    links: uploadLinks,
    handler: async (request, reply) => {
      const source = rawUpload({ request, reply, pace: limits, queryName: request.query.name })
      const file = await service.upload(source, { publish: false })
      return sendCreated({ reply, links, file })
    },
  })
}
