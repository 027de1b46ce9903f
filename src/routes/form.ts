import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { NoQuery } from '../../schemas/common.js'
import { formErrors, formUploaded } from '../../schemas/doors/form.js'
import { problemTitles } from '../../schemas/problem.js'
import { anyUpload } from '../../schemas/responses.js'
import { multipartBody } from '../../schemas/upload.js'
import { FileError } from '../core/errors.js'
import { acceptForms, uploadRules } from '../http/accept-forms.js'
import { isForm } from '../http/content-type.js'
import { formUpload } from '../http/form-upload.js'
import { type ErrorRenderer, statusOf } from '../http/problem.js'
import type { DoorOptions } from '../http/route-config.js'

/** What is 400 here although it is another status elsewhere: a form without a usable file (seed 000). */
const noFile: ErrorRenderer = ({ facts }) =>
  line(400, facts.unselected ? 'No selected file.' : 'No file part.')

/** One line of plain text for every error. */
export const renderFormError: ErrorRenderer = (error, request) => {
  const { code, detail, facts } = error
  if (code === 'NO_FILE' || (code === 'UNSUPPORTED_MEDIA_TYPE' && !facts.coded)) {
    return noFile(error, request)
  }
  return line(statusOf[code], `${detail ?? problemTitles[code]}.`)
}

const line = (status: number, body: string) => ({ status, mediaType: 'text/plain', body })

const errors = {
  ...anyUpload,
  400: [...(anyUpload[400] ?? []), 'NO_FILE' as const],
  422: ['TOO_MANY_FILES' as const],
}

/** The form door: what a web form or the shortest script needs (seed 000). */
export const formDoor: FastifyPluginAsyncTypebox<DoorOptions> = async (app, options) => {
  const { service, links, limits } = options
  await acceptForms(app)

  app.route({
    method: 'POST',
    url: '/upload',
    config: { door: 'form', operation: 'formUpload', openapi: { body: multipartBody } },
    schema: {
      operationId: 'formUpload',
      tags: ['form'],
      summary: 'Upload a file by a web form',
      description: 'The file also answers at `/uploads/{filename}`, under its safe name.',
      querystring: NoQuery,
      response: { 200: formUploaded, ...formErrors(errors) },
    },
    handler: async (request, reply) => {
      if (!isForm(request)) throw new FileError('NO_FILE')
      const source = formUpload({ request, reply, limits, rules: uploadRules('ignore') })
      const file = await service.upload(source, { publish: true })
      reply.header('link', `<${links.file(file)}>; rel="item"`)
      reply.type('text/plain; charset=utf-8')
      return reply.send(`File ${file.name} uploaded successfully.`)
    },
  })
}
