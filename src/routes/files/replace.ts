import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { FileIdParams } from '../../../schemas/file.js'
import { RawUploadQuery, ReplaceHeaders, replaceBody } from '../../../schemas/upload.js'
import { acceptForms, replaceRules } from '../../http/accept-forms.js'
import { bodyEssence, isForm } from '../../http/content-type.js'
import { formUpload } from '../../http/form-upload.js'
import { jsonUpload } from '../../http/json-upload.js'
import { changeGuard } from '../../http/preconditions.js'
import { rawReplacement } from '../../http/raw-upload.js'
import { refusePart } from '../../http/refuse-part.js'
import type { DoorOptions } from '../../http/route-config.js'
import { changeLinks, changeResponses, sendChanged } from './send-changed.js'

/** `PUT /files/{file_id}`: new content, name or type, in whichever form the client has them. */
export const replace: FastifyPluginAsyncTypebox<DoorOptions> = async (app, options) => {
  const { service, links, limits } = options
  await acceptForms(app)
  app.route({
    method: 'PUT',
    url: '/files/:file_id',
    config: {
      door: 'files',
      operation: 'filesReplace',
      openapi: { body: replaceBody },
    },
    schema: {
      operationId: 'filesReplace',
      tags: ['files'],
      summary: 'Replace, rename or retype a file',
      description:
        'What is not sent stays as it is. New bytes of an unspecific type keep the type of the file, and the file name of a form part does not rename it: `file_name` does.',
      params: FileIdParams,
      querystring: RawUploadQuery,
      headers: ReplaceHeaders,
      response: changeResponses,
    },
    links: changeLinks,
    handler: async (request, reply) => {
      const source = () => {
        refusePart(request)
        if (isForm(request)) return formUpload({ request, reply, limits, rules: replaceRules })
        if (bodyEssence(request) === 'application/json') {
          return jsonUpload({ request, reply, limits })
        }
        return rawReplacement({ request, reply, pace: limits, queryName: request.query.name })
      }
      const guard = changeGuard(request.headers)
      const file = await service.update(request.params.file_id, source, guard)
      return sendChanged({ reply, links, file })
    },
  })
}
