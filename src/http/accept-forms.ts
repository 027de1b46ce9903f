import multipart from '@fastify/multipart'
import type { FastifyInstance } from 'fastify'
import type { FormRules } from './form-fields.js'

/** Lets every body through unread, for the handler to take or to leave. In a scope of its own: nothing else may. */
export function acceptAnything(app: FastifyInstance): void {
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', (_request, _payload, done) => done(null))
}

/** As `acceptAnything`, with forms ready to be read part by part. */
export async function acceptForms(app: FastifyInstance): Promise<void> {
  acceptAnything(app)
  await app.register(multipart)
}

/** The text parts of a form that makes a new file. */
export const uploadRules = (others: FormRules['others']): FormRules => ({
  nameField: 'name',
  namedByFile: true,
  others,
})

/** The parts of a form that changes a file. */
export const replaceRules: FormRules = {
  nameField: 'file_name',
  typeField: 'file_type',
  namedByFile: false,
  others: 'refuse',
  fileOptional: true,
}
