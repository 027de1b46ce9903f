import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { NoQuery, ref } from '../../../schemas/common.js'
import { FileDeleted } from '../../../schemas/doors/files.js'
import { FileIdParams } from '../../../schemas/file.js'
import { anyChange, ConditionHeaders, json, problems } from '../../../schemas/responses.js'
import { acceptAnything } from '../../http/accept-forms.js'
import { changeGuard } from '../../http/preconditions.js'
import type { DoorOptions } from '../../http/route-config.js'

export const remove: FastifyPluginAsyncTypebox<DoorOptions> = async (app, { service }) => {
  // A Content-Type without a body, as some clients always send, means nothing here.
  acceptAnything(app)
  app.route({
    method: 'DELETE',
    url: '/files/:file_id',
    config: { door: 'files', operation: 'filesDelete' },
    schema: {
      operationId: 'filesDelete',
      tags: ['files'],
      summary: 'Delete a file',
      description: 'Downloads that are under way end with the bytes they began with.',
      params: FileIdParams,
      querystring: NoQuery,
      headers: ConditionHeaders,
      response: {
        200: json('The deletion is durable.', ref(FileDeleted)),
        ...problems({
          ...anyChange,
          400: ['INVALID_REQUEST'],
          404: ['FILE_NOT_FOUND'],
          412: ['PRECONDITION_FAILED'],
        }),
      },
    },
    onRequest: async ({ headers }) => {
      // Not even a malformed one: nothing reads the body.
      delete headers['content-type']
    },
    handler: async (request) => {
      await service.delete(request.params.file_id, changeGuard(request.headers))
      return { message: 'File deleted.' }
    },
  })
}
