import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { NoQuery, ref } from '../../../schemas/common.js'
import { FileChanged } from '../../../schemas/doors/files.js'
import { FileIdParams } from '../../../schemas/file.js'
import {
  anyChange,
  ConditionHeaders,
  etagHeader,
  json,
  problems,
} from '../../../schemas/responses.js'
import { renameBody } from '../../../schemas/upload.js'
import { FileError } from '../../core/errors.js'
import { acceptAnything } from '../../http/accept-forms.js'
import { bodyEssence } from '../../http/content-type.js'
import { jsonUpload } from '../../http/json-upload.js'
import { changeGuard } from '../../http/preconditions.js'
import { refusePart } from '../../http/refuse-part.js'
import { requireBody } from '../../http/require-body.js'
import type { DoorOptions } from '../../http/route-config.js'
import { changeLinks, sendChanged } from './send-changed.js'

/** `PUT /files/{file_id}/name`: JSON alone, for generated clients that know one kind of body for an operation. */
export const rename: FastifyPluginAsyncTypebox<DoorOptions> = async (app, options) => {
  const { service, links, limits } = options
  acceptAnything(app)
  app.route({
    method: 'PUT',
    url: '/files/:file_id/name',
    config: { door: 'files', operation: 'filesRename', openapi: { body: renameBody } },
    schema: {
      operationId: 'filesRename',
      tags: ['files'],
      summary: 'Rename or retype a file',
      params: FileIdParams,
      querystring: NoQuery,
      headers: ConditionHeaders,
      response: {
        200: { ...json('The change is durable.', ref(FileChanged)), headers: etagHeader },
        ...problems({
          ...anyChange,
          400: ['INVALID_REQUEST', 'EMPTY_REQUEST', 'INVALID_NAME', 'UNSUPPORTED_DIGEST'],
          404: ['FILE_NOT_FOUND'],
          408: ['REQUEST_TIMEOUT'],
          412: ['PRECONDITION_FAILED'],
          413: ['FILE_TOO_LARGE'],
          415: ['UNSUPPORTED_MEDIA_TYPE'],
        }),
      },
    },
    links: changeLinks,
    handler: async (request, reply) => {
      const source = () => {
        refusePart(request)
        requireBody(request)
        if (bodyEssence(request) !== 'application/json') {
          throw new FileError('UNSUPPORTED_MEDIA_TYPE', { detail: 'A name is sent as JSON' })
        }
        return jsonUpload({ request, reply, limits })
      }
      const guard = changeGuard(request.headers)
      const file = await service.update(request.params.file_id, source, guard)
      return sendChanged({ reply, links, file })
    },
  })
}
