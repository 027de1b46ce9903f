import type { AddressInfo } from 'node:net'
import Fastify from 'fastify'
import { afterAll, beforeAll } from 'vitest'
import { FileError } from '../../../src/core/errors.js'
import type { Bytes } from '../../../src/core/ports/content-store.js'
import { acceptForms, replaceRules, uploadRules } from '../../../src/http/accept-forms.js'
import type { FormPart } from '../../../src/http/form-parts.js'
import { formUpload } from '../../../src/http/form-upload.js'
import { StreamedForm } from '../../../src/http/streamed-form.js'
import { formLimits } from './forms.js'

const limits = {
  ...formLimits,
  maxFormSize: 0,
  idleTimeout: 2000,
  minRate: 0,
  rateWindow: 60_000,
}

export const formRules = {
  ignore: uploadRules('ignore'),
  refuse: uploadRules('refuse'),
  replace: replaceRules,
}

export interface SentForm {
  readonly type: string
  readonly body: Buffer
  readonly chunked?: boolean
}

/** A part with its bytes as text, to be compared. */
export async function described(part: FormPart) {
  if (part.type === 'field') return { field: part.fieldname, value: part.value }
  const { fieldname, filename, mimetype } = part
  return { file: fieldname, filename: filename ?? null, mimetype, bytes: await hex(part.bytes) }
}

async function hex(bytes: Bytes): Promise<string> {
  if (bytes instanceof Uint8Array) return Buffer.from(bytes).toString('hex')
  const chunks: Uint8Array[] = []
  for await (const chunk of bytes) chunks.push(chunk)
  return Buffer.concat(chunks).toString('hex')
}

const outcome = (work: Promise<object>) =>
  work.catch((error: unknown) => {
    if (error instanceof FileError) return { code: error.code, detail: error.detail ?? null }
    throw error
  })

/** A server that says what it read of a form: each part as the package gives it, or what an upload comes to. */
export function useFormServer() {
  const app = Fastify()
  let origin = ''
  beforeAll(async () => {
    await acceptForms(app)
    app.post('/parts', (request) => {
      const parts: object[] = []
      const read = new StreamedForm(request, limits).read(async (part) => {
        parts.push(await described(part))
      })
      return outcome(read.then(() => parts))
    })
    for (const [name, rules] of Object.entries(formRules)) {
      app.post(`/${name}`, (request, reply) => {
        const stored: string[] = []
        const receive = async () => {
          const source = formUpload({ request, reply, limits, rules })
          const facts = await source.receive(async (bytes) => {
            stored.push(await hex(bytes))
          })
          return { facts, stored }
        }
        return outcome(receive())
      })
    }
    await app.listen({ port: 0, host: '127.0.0.1' })
    origin = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`
  })
  afterAll(() => app.close())

  return async (path: string, { type, body, chunked = false }: SentForm): Promise<unknown> => {
    const answer = await fetch(origin + path, {
      method: 'POST',
      headers: { 'content-type': type },
      ...(chunked ? { body: new Blob([body]).stream(), duplex: 'half' } : { body }),
    })
    return answer.json()
  }
}
