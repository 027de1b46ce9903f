import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import Negotiator from 'negotiator'
import { NoQuery } from '../../schemas/common.js'
import {
  FilenameParams,
  NamedFile,
  type NamedProblem,
  namedProblems,
} from '../../schemas/doors/named.js'
import { namedFileLinks } from '../../schemas/links.js'
import {
  anyUpload,
  created,
  DownloadHeaders,
  downloadErrors,
  downloaded,
} from '../../schemas/responses.js'
import { multipartBody } from '../../schemas/upload.js'
import { FileError } from '../core/errors.js'
import type { FileRecord } from '../core/file-record.js'
import { acceptForms, uploadRules } from '../http/accept-forms.js'
import { isForm } from '../http/content-type.js'
import { createdHeaders } from '../http/created-headers.js'
import { formUpload } from '../http/form-upload.js'
import { type ErrorRenderer, toProblem } from '../http/problem.js'
import type { DoorOptions } from '../http/route-config.js'
import { sendFile } from '../http/send-file.js'

/** A problem with `message` beside its members, which is where clients of this door look (seed 001). */
export const renderNamedError: ErrorRenderer = (error, request) => {
  const problem = toProblem(error, request.id)
  const message = error.code === 'NO_FILE' ? 'Could not find file data' : problem.detail
  const body: NamedProblem = { ...problem, message }
  return { status: problem.status, mediaType: 'application/json', body: JSON.stringify(body) }
}

/** The named door: files that answer under their safe name (seed 001). */
export const namedDoor: FastifyPluginAsyncTypebox<DoorOptions> = async (app, options) => {
  const { service, links, limits } = options
  await acceptForms(app)

  const toNamedFile = ({ id, publishedAs }: FileRecord): NamedFile => ({
    id,
    name: publishedAs ?? '',
    path: links.to(`/uploads/${encodeURIComponent(publishedAs ?? '')}`),
  })

  app.route({
    method: 'POST',
    url: '/api/files',
    config: { door: 'named', operation: 'namedUpload', openapi: { body: multipartBody } },
    schema: {
      operationId: 'namedUpload',
      tags: ['named'],
      summary: 'Upload a file that answers under its safe name',
      description: 'A later file of the same safe name answers in its place; both keep their ids.',
      querystring: NoQuery,
      response: {
        201: created(NamedFile),
        ...namedProblems({ ...anyUpload, 406: ['NOT_ACCEPTABLE'] }),
      },
    },
    links: { 201: namedFileLinks('$response.body#/id', '$response.body#/name') },
    onRequest: async ({ raw }) => {
      const acceptable = new Negotiator(raw).mediaType(['application/json'])
      if (!acceptable) throw new FileError('NOT_ACCEPTABLE')
    },
    handler: async (request, reply) => {
      if (!isForm(request)) throw new FileError('UNSUPPORTED_MEDIA_TYPE')
      const source = formUpload({ request, reply, limits, rules: uploadRules('ignore') })
      const file = await service.upload(source, { publish: true })
      return reply.code(201).headers(createdHeaders(links, file)).send(toNamedFile(file))
    },
  })

  app.route({
    method: 'GET',
    url: '/uploads/:filename',
    config: { door: 'named', operation: 'namedDownload' },
    schema: {
      operationId: 'namedDownload',
      tags: ['named'],
      summary: 'Download the newest file of a safe name',
      description: 'Shown in place where its type cannot run script, else an attachment.',
      params: FilenameParams,
      headers: DownloadHeaders,
      response: { ...downloaded, ...namedProblems(downloadErrors) },
    },
    handler: async (request, reply) =>
      sendFile({
        service,
        request,
        reply,
        reference: { publishedAs: request.params.filename.normalize() },
        disposition: 'inline',
      }),
  })
}
