import type { FastifyReply } from 'fastify'
import { ref } from '../../../schemas/common.js'
import { FileChanged } from '../../../schemas/doors/files.js'
import { fileLinks } from '../../../schemas/links.js'
import { anyUpload, etagHeader, json, problems } from '../../../schemas/responses.js'
import type { FileRecord } from '../../core/file-record.js'
import { etagOf } from '../../http/etag.js'
import type { Links } from '../../http/links.js'
import { toFile } from './to-file.js'

/** Answers of the operations that change a file. */
export const changeResponses = {
  200: { ...json('The change is durable.', ref(FileChanged)), headers: etagHeader },
  ...problems({
    ...anyUpload,
    400: [...(anyUpload[400] ?? []), 'EMPTY_REQUEST'],
    404: ['FILE_NOT_FOUND'],
    412: ['PRECONDITION_FAILED'],
  }),
}

export const changeLinks = { 200: fileLinks('$response.body#/file/file_id') }

interface SendChangedOptions {
  readonly reply: FastifyReply
  readonly links: Links
  readonly file: FileRecord
}

export function sendChanged({ reply, links, file }: SendChangedOptions): FastifyReply {
  const body: FileChanged = { message: 'File updated.', file: toFile(links, file) }
  return reply.header('etag', etagOf(file)).send(body)
}
