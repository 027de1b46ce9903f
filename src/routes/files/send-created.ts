import type { FastifyReply } from 'fastify'
import { FileInfo } from '../../../schemas/file.js'
import { fileLinks } from '../../../schemas/links.js'
import { anyUpload, created, problems } from '../../../schemas/responses.js'
import type { FileRecord } from '../../core/file-record.js'
import { createdHeaders } from '../../http/created-headers.js'
import type { Links } from '../../http/links.js'
import { toFile } from './to-file.js'

/** Answers of the operations that make a file. */
export const uploadResponses = {
  201: created(FileInfo),
  ...problems({ ...anyUpload, 400: [...(anyUpload[400] ?? []), 'EMPTY_REQUEST'] }),
}

export const uploadLinks = { 201: fileLinks('$response.body#/file_id') }

interface SendCreatedOptions {
  readonly reply: FastifyReply
  readonly links: Links
  readonly file: FileRecord
}

export function sendCreated({ reply, links, file }: SendCreatedOptions): FastifyReply {
  return reply.code(201).headers(createdHeaders(links, file)).send(toFile(links, file))
}
