import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { FileIdParams } from '../../../schemas/file.js'
import { RawUploadQuery, ReplaceHeaders, rawBody } from '../../../schemas/upload.js'
import { acceptAnything } from '../../http/accept-forms.js'
import { changeGuard } from '../../http/preconditions.js'
import { rawReplacement } from '../../http/raw-upload.js'
import { refusePart } from '../../http/refuse-part.js'
import type { DoorOptions } from '../../http/route-config.js'
import { changeLinks, changeResponses, sendChanged } from './send-changed.js'

/** `PUT /files/{file_id}/content`: the body is the content, whatever its type, JSON included. */
export const replaceContent: FastifyPluginAsyncTypebox<DoorOptions> = async (app, options) => {
  const { service, links, limits } = options
  acceptAnything(app)
  app.route({
    method: 'PUT',
    url: '/files/:file_id/content',
    config: { door: 'files', operation: 'filesReplaceContent', openapi: { body: rawBody } },
    schema: {
      operationId: 'filesReplaceContent',
      tags: ['files'],
      summary: 'Replace the content of a file',
      description: 'An empty content has to say `Content-Length: 0` and a `Content-Type`.',
      params: FileIdParams,
      querystring: RawUploadQuery,
      headers: ReplaceHeaders,
      response: changeResponses,
    },
    links: changeLinks,
    handler: async (request, reply) => {
      const source = () => {
        refusePart(request)
        return rawReplacement({
          request,
          reply,
          pace: limits,
          queryName: request.query.name,
          anyType: true,
        })
      }
      const guard = changeGuard(request.headers)
      const file = await service.update(request.params.file_id, source, guard)
      return sendChanged({ reply, links, file })
    },
  })
}
