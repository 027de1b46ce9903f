import swagger from '@fastify/swagger'
import swaggerUi from '@fastify/swagger-ui'
import type { FastifyInstance } from 'fastify'
import type { OpenAPIV3 } from 'openapi-types'
import { type Access, accessOf, type Operation } from '../../schemas/access.js'

/** libraries of the page need inline styles and nothing else that a strict policy would refuse. */
const docsPolicy = [
  "default-src 'none'",
  "connect-src 'self'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "media-src 'self'",
  "font-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
  "object-src 'none'",
].join('; ')

/** The page of the library is drawn for wide screens alone. */
const phones = {
  css: `
    .swagger-ui .responses-inner { overflow-x: auto }
    .swagger-ui .opblock-section-header { flex-wrap: wrap }
  `,
  js: `document.head.append(Object.assign(document.createElement('meta'), {
    name: 'viewport', content: 'width=device-width, initial-scale=1'
  }))`,
}

const description = [
  'Upload a file, get it back by id, read its metadata, see how often it was downloaded, replace, rename, delete and list files.',
  'Four doors, each with its own wire format, lead to the same files: what came in through one is seen through all.',
  'Large files can also come in pieces by the protocol tus 1.0 at `/tus`, which has a specification of its own.',
].join(' ')

interface OpenapiOptions {
  readonly version: string
  /** Whether every request needs a token; else one may come without. */
  readonly guarded: boolean
  /** Address under which clients reach the service, when it is known. */
  readonly publicUrl: string | undefined
}

/** The document of every route, and the page to try them on at `/docs`. */
export async function installOpenapi(app: FastifyInstance, options: OpenapiOptions): Promise<void> {
  const bodies = new Map<string, unknown>()
  await app.register(swagger, {
    openapi: {
      openapi: '3.0.3',
      info: {
        title: 'Filedrop',
        description,
        version: options.version,
        license: { name: 'MIT', url: 'https://opensource.org/license/mit' },
      },
      servers: [{ url: options.publicUrl ?? '/' }],
      components: {
        securitySchemes: {
          bearerAuth: {
            type: 'http',
            scheme: 'bearer',
            description: 'One of `API_TOKENS`. A service without any lets everybody in.',
          },
        },
      },
      tags: [
        { name: 'files', description: 'The whole life of a file.' },
        { name: 'share', description: 'Upload, metadata with download counts, absolute links.' },
        { name: 'named', description: 'Files that answer under their safe name.' },
        { name: 'form', description: 'For web forms and the shortest script: plain text.' },
        { name: 'system', description: 'Probes, documents and metrics.' },
      ],
    },
    refResolver: { buildLocalReference: (json, _base, _fragment, i) => `${json.$id ?? i}` },
    transform: ({ schema, url, route }) => {
      const body = route.config?.openapi?.body
      if (body) bodies.set(schema.operationId as string, body)
      return { schema, url }
    },
    transformObject: (document) =>
      'openapiObject' in document
        ? finished(document.openapiObject as Document, { bodies, guarded: options.guarded })
        : {},
  })
  await app.register(async (scope) => {
    scope.addHook('onRoute', (route) => {
      route.config = { ...route.config, door: 'system', operation: 'systemDocs' }
    })
    await scope.register(swaggerUi, {
      routePrefix: '/docs',
      indexPrefix: options.publicUrl === undefined ? '' : new URL(options.publicUrl).pathname,
      staticCSP: docsPolicy,
      theme: {
        title: 'Filedrop',
        css: [{ filename: 'phones.css', content: phones.css }],
        js: [{ filename: 'phones.js', content: phones.js }],
      },
      uiConfig: {
        // Without the bar at the top, which offers to load other documents.
        layout: 'BaseLayout',
        validatorUrl: null,
        displayRequestDuration: true,
        tryItOutEnabled: true,
      },
    })
  })
}

type Document = Partial<OpenAPIV3.Document>

interface Additions {
  /** Streamed bodies by operation, which no schema of a route may hold since nothing validates them. */
  readonly bodies: ReadonlyMap<string, unknown>
  readonly guarded: boolean
}

/** The generated document with what no route says of itself: streamed bodies, and whom an operation lets in. */
function finished(document: Document, { bodies, guarded }: Additions): Document {
  for (const path of Object.values(document.paths ?? {})) {
    for (const operation of Object.values(path ?? {}) as OpenAPIV3.OperationObject[]) {
      const { operationId = '' } = operation
      const body = bodies.get(operationId)
      if (body) Object.assign(operation, { requestBody: body })
      Object.assign(operation, secured(operation, guarded))
      for (const response of Object.values(operation.responses)) promiseHeaders(response)
    }
  }
  return documented(document) as Document
}

/** Scopes stand in the text: in OpenAPI 3.0 those of a bearer token have no other place. */
function secured({ operationId, description = '' }: OpenAPIV3.OperationObject, guarded: boolean) {
  const access: Access = accessOf[operationId as Operation]
  if (access === 'public') return { security: [] }
  const needed = access === 'token' ? 'any token' : `a token with the scope \`${access}\``
  return {
    description: `${description}\n\nWhere tokens are in use, it needs ${needed}.`.trim(),
    security: [{ bearerAuth: [] }, ...(guarded ? [] : [{}])],
  }
}

/** Every header that an answer declares is there, but for what it says to have only sometimes. */
function promiseHeaders(response: OpenAPIV3.ResponseObject | OpenAPIV3.ReferenceObject): void {
  if ('$ref' in response) return
  for (const header of Object.values(response.headers ?? {}) as OpenAPIV3.HeaderObject[]) {
    const { 'x-sometimes': sometimes, ...schema } = header.schema as Record<string, unknown>
    Object.assign(header, { schema, ...(!sometimes && { required: true }) })
  }
}

/**
 * The document as clients should see it: `x-documented` stands in for the rule that a text is validated by, and
 * OpenAPI 3.0 knows one `example` where JSON Schema has several.
 */
function documented(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(documented)
  if (typeof node !== 'object' || node === null) return node
  if ('x-documented' in node) return node['x-documented']
  const entries = Object.entries(node).map(([key, value]) =>
    key === 'examples' && Array.isArray(value) ? ['example', value[0]] : [key, documented(value)]
  )
  return Object.fromEntries(entries)
}
