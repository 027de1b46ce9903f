import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { anyUploadBody, RawUploadHeaders, RawUploadQuery } from '../../../schemas/upload.js'
import { acceptForms, uploadRules } from '../../http/accept-forms.js'
import { isForm } from '../../http/content-type.js'
import { formUpload } from '../../http/form-upload.js'
import { rawUpload } from '../../http/raw-upload.js'
import type { DoorOptions } from '../../http/route-config.js'
import { sendCreated, uploadLinks, uploadResponses } from './send-created.js'

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
      response: uploadResponses,
    },
    links: uploadLinks,
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
      return sendCreated({ reply, links, file })
    },
  })
}
