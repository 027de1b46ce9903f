import { Ajv, type ValidateFunction } from 'ajv'
import { type Answer, fieldValue } from './answer.js'

interface Exchange {
  readonly method: string
  /** The request target as sent. */
  readonly target: string
  readonly answer: Answer
}

interface OperationObject {
  readonly operationId?: string
  readonly responses: Readonly<Record<string, ResponseObject>>
}

interface ResponseObject {
  readonly content?: Readonly<Record<string, { readonly schema?: { readonly format?: string } }>>
  readonly headers?: Readonly<Record<string, { readonly required?: boolean }>>
}

type PathItem = Readonly<Record<string, OperationObject | undefined>>

export interface OpenApi {
  readonly openapi: string
  readonly paths: Readonly<Record<string, PathItem>>
}

/** The document of the server under test, held against every answer the server gives. */
export class ApiDocument {
  readonly openapi: OpenApi
  readonly #ajv = new Ajv({ strict: false, allErrors: true, validateFormats: false })
  readonly #compiled = new Map<string, ValidateFunction>()
  readonly #templates: { readonly template: string; readonly pattern: RegExp }[]

  constructor(openapi: OpenApi) {
    this.openapi = openapi
    this.#ajv.addSchema(openapi, 'api', false, false)
    this.#templates = Object.keys(openapi.paths)
      .map((template) => ({ template, pattern: templatePattern(template) }))
      .sort((a, b) => parameters(a.template) - parameters(b.template))
  }

  /** How the answer differs from what the document promises; empty when it does not. */
  mismatches(exchange: Exchange): string[] {
    const { method, target, answer } = exchange
    const found = this.#operation(method, target)
    const problems = found
      ? this.#checkDocumented(found.pointer, found.operation, exchange)
      : this.#checkUnrouted(answer)
    const place = found
      ? `${method} ${found.template}`
      : `${method} ${target.slice(0, 80)} (unrouted)`
    return problems.map((problem) => `${place} ${answer.status}: ${problem}`)
  }

  #operation(method: string, target: string) {
    const path = target
      .replace(/[?#].*$/s, '')
      .replace(/(?<=.)\/$/, '')
      // The route is found for the path that was meant: an escaped unreserved character is that character.
      .replace(/%(2d|2e|5f|7e|3[0-9]|[46][1-9a-f]|[57][0-9a])/gi, (encoded) =>
        decodeURIComponent(encoded)
      )
    const template = this.#templates.find(({ pattern }) => pattern.test(path))?.template
    if (template === undefined) return undefined
    const verb = method === 'HEAD' ? 'get' : method.toLowerCase()
    const operation = this.openapi.paths[template]?.[verb]
    if (operation === undefined) return undefined
    const pointer = `/paths/${escapePointer(template)}/${verb}/responses`
    return { template, operation, pointer }
  }

  #checkDocumented(pointer: string, operation: OperationObject, exchange: Exchange): string[] {
    const { method, answer } = exchange
    const response = operation.responses[answer.status]
    if (!response) return ['this status is not documented']
    const problems = missingHeaders(response, answer)
    const contents = Object.keys(response.content ?? {})
    if (answer.type === undefined) {
      const isEmpty = method === 'HEAD' || answer.status === 304 || contents.length === 0
      return isEmpty ? problems : [...problems, 'no Content-Type where one is documented']
    }
    const key = contents.find((content) => content.toLowerCase() === answer.type)
    if (key === undefined) {
      const isBinary = contents.some(
        (name) => response.content?.[name]?.schema?.format === 'binary'
      )
      return isBinary ? problems : [...problems, `Content-Type ${answer.type} is not documented`]
    }
    if (method === 'HEAD' || !isJson(answer.type)) return problems
    if (response.content?.[key]?.schema?.format === 'binary') return problems
    const schema = `${pointer}/${answer.status}/content/${escapePointer(key)}/schema`
    return [...problems, ...this.#validate(schema, answer)]
  }

  #checkUnrouted(answer: Answer): string[] {
    if (answer.type !== 'application/problem+json' || answer.body.length === 0) return []
    return this.#validate('/components/schemas/Problem', answer)
  }

  #validate(pointer: string, answer: Answer): string[] {
    let validate = this.#compiled.get(pointer)
    if (!validate) {
      validate = this.#ajv.compile({ $ref: `api#${encodeURI(pointer).replaceAll('+', '%2B')}` })
      this.#compiled.set(pointer, validate)
    }
    const body: unknown = answer.json()
    if (validate(body)) return []
    const errors = validate.errors ?? []
    return errors.map(
      (error) => `body${error.instancePath} ${error.message} ${JSON.stringify(error.params)}`
    )
  }
}

function missingHeaders(response: ResponseObject, answer: Answer): string[] {
  return Object.entries(response.headers ?? {})
    .filter(([name, header]) => header.required && fieldValue(answer.fields, name) === undefined)
    .map(([name]) => `the required header ${name} is missing`)
}

const isJson = (type: string): boolean => type === 'application/json' || type.endsWith('+json')

const parameters = (template: string): number => template.split('{').length

const escapePointer = (segment: string): string =>
  segment.replaceAll('~', '~0').replaceAll('/', '~1')

function templatePattern(template: string): RegExp {
  const literal = template.replace(/(?<=.)\/$/, '').replace(/[.*+?^$()|[\]\\]/g, '\\$&')
  return new RegExp(`^${literal.replace(/\{[^}]+\}/g, '[^/]+')}$`)
}
