import { readFileSync } from 'node:fs'
import type { OpenAPIV3 } from 'openapi-types'
import { beforeAll, describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { type ErrorCode, problemTitles } from '../../schemas/problem.js'
import { openapiYaml } from '../../scripts/openapi-yaml.js'
import { statusOf } from '../../src/http/problem.js'
import { contractOperations } from '../support/contract-operations.js'

const methods = ['get', 'put', 'post', 'delete', 'patch', 'options', 'trace'] as const
const written = readFileSync('openapi.yaml', 'utf8')
const document: OpenAPIV3.Document = parse(written)

interface Operation {
  readonly name: string
  readonly method: (typeof methods)[number]
  readonly path: string
  readonly operation: OpenAPIV3.OperationObject
}

const operations = Object.entries(document.paths).flatMap(([path, item]) =>
  methods.flatMap((method): Operation[] => {
    const operation = item?.[method]
    return operation ? [{ name: `${method.toUpperCase()} ${path}`, method, path, operation }] : []
  })
)

/** Every object of the document, wherever it stands. */
function* objects(node: unknown): Generator<Record<string, unknown>> {
  if (typeof node !== 'object' || node === null) return
  if (!Array.isArray(node)) yield node as Record<string, unknown>
  for (const child of Object.values(node)) yield* objects(child)
}

const answers = ({ operation }: Operation) =>
  Object.entries(operation.responses) as [string, OpenAPIV3.ResponseObject][]

const errors = (operation: Operation) => answers(operation).filter(([status]) => status >= '400')

/** The codes that an answer can carry, where its body is a problem. */
const codesOf = ({ content = {} }: OpenAPIV3.ResponseObject): string[] =>
  [...objects(content)].flatMap(({ code }) => (code as { enum?: string[] } | undefined)?.enum ?? [])

describe('openapi.yaml', () => {
  let generated: string
  beforeAll(async () => {
    generated = await openapiYaml()
  })

  test('is what the routes declare', () => {
    expect(written, 'the routes or schemas changed: run npm run openapi').toBe(generated)
  })

  test('is of version 3.0.3 and has every reference within itself', () => {
    expect(document.openapi).toBe('3.0.3')
    for (const { $ref } of objects(document)) {
      if (typeof $ref !== 'string') continue
      const keys = $ref.replace(/^#\//, '').split('/')
      const target = keys.reduce<unknown>(
        (node, key) => (node as Record<string, unknown>)?.[key],
        document
      )
      expect(target, $ref).toBeTypeOf('object')
    }
  })

  test('shows clients nothing that is ours alone', () => {
    for (const node of objects(document)) {
      expect(Object.keys(node).filter((key) => key.startsWith('x-') || key === '$id')).toEqual([])
    }
  })

  // A generated client has these already: one of its own for bytes, and those of its language.
  test('gives no schema the name of something that every client has', () => {
    const names = Object.keys(document.components?.schemas ?? {})
    for (const taken of ['File', 'Blob', 'Client', 'Error', 'Request', 'Response', 'Unset']) {
      expect(names).not.toContain(taken)
    }
  })

  // A slash more or less at the end is the same route.
  test('has the operations of the contract, section 2', () => {
    expect(operations.map(({ name }) => name)).toEqual(
      expect.arrayContaining([...contractOperations])
    )
  })

  test('gives every operation a name of its own', () => {
    const ids = operations.map(({ operation }) => operation.operationId)
    expect(new Set(ids).size).toBe(ids.length)
  })
})

describe.each(operations)('$name', (described) => {
  const { operation, path, method } = described

  test('says what it is called, what it does and where it belongs', () => {
    expect(operation.operationId).toMatch(/^[a-z]+[A-Z][A-Za-z]+$/)
    expect(operation.summary).toMatch(/^[A-Z].*[^.]$/)
    expect(document.tags?.map(({ name }) => name)).toContain(operation.tags?.[0])
    expect(operation.operationId?.startsWith(operation.tags?.[0] ?? '?')).toBe(true)
  })

  test('declares a success, a 4xx and a 5xx, each with a description', () => {
    const statuses = answers(described).map(([status]) => status)
    for (const family of ['2', '4', '5']) {
      expect(
        statuses.some((status) => status.startsWith(family)),
        `${family}xx`
      ).toBe(true)
    }
    for (const [status, { description }] of answers(described)) {
      expect(description, status).not.toMatch(/^(Default Response)?$/)
    }
  })

  test('promises every header it describes, but for the link to a page that may not be there', () => {
    for (const [status, { headers = {} }] of answers(described)) {
      const promised = Object.entries(headers as Record<string, OpenAPIV3.HeaderObject>)
        .filter(([name]) => name !== 'Link' || operation.tags?.includes('form'))
        .map(([name, { required }]) => [`${status} ${name}`, required])
      expect(promised.filter(([, required]) => !required)).toEqual([])
    }
  })

  test('names the codes of every error, under the status that they have', () => {
    for (const [status, response] of errors(described)) {
      const inWords = response.description.match(/`[A-Z_]+`/g)?.map((code) => code.slice(1, -1))
      const codes = codesOf(response).length > 0 ? codesOf(response) : (inWords ?? [])
      expect(codes, `${status} of ${path}`).not.toEqual([])
      for (const code of codes) {
        expect(Object.keys(problemTitles)).toContain(code)
        // The form door says 400 where others say 422 (contract, section 8).
        const own =
          operation.tags?.includes('form') && ['NO_FILE', 'UNSUPPORTED_MEDIA_TYPE'].includes(code)
        if (!own) expect(String(statusOf[code as ErrorCode]), code).toBe(status)
      }
    }
  })

  test('leads on to operations of the document, by parameters that they have', () => {
    for (const [, { links = {} }] of answers(described)) {
      for (const link of Object.values(links) as OpenAPIV3.LinkObject[]) {
        const target = operations.find((other) => other.operation.operationId === link.operationId)
        const taken = (target?.operation.parameters ?? []) as OpenAPIV3.ParameterObject[]
        expect(taken.map(({ name }) => name)).toEqual(
          expect.arrayContaining(Object.keys(link.parameters ?? {}))
        )
      }
    }
  })

  test('declares every member of its path, and a body exactly where it takes one', () => {
    const parameters = (operation.parameters ?? []) as OpenAPIV3.ParameterObject[]
    const inPath = parameters.filter((parameter) => parameter.in === 'path')
    const named = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name)
    expect(inPath.map(({ name }) => name).sort()).toEqual(named.sort())
    expect(operation.requestBody !== undefined).toBe(method === 'post' || method === 'put')
  })
})
