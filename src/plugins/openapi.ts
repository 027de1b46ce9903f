import swagger from '@fastify/swagger'
import swaggerUi from '@fastify/swagger-ui'
import type { FastifyInstance } from 'fastify'

/** libraries of the page need inline styles and nothing else that a strict policy would refuse. */
const docsPolicy = [
  "default-src 'none'",
  "connect-src 'self'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "font-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
  "object-src 'none'",
].join('; ')

const description = `Upload a file, get it back by id, read its metadata, see how often it was downloaded, replace, rename,
delete and list files. Four doors, each with its own wire format, lead to the same files:
what came in through one is seen through all.`

interface OpenapiOptions {
  readonly version: string
  /** Address under which clients reach the service, when it is known. */
  readonly publicUrl: string | undefined
}

/** The document of every route, and the page to try them on at `/docs`. */
export async function installOpenapi(app: FastifyInstance, options: OpenapiOptions): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.0.3',
      info: {
        title: 'Filedrop',
        description,
        version: options.version,
        license: { name: 'MIT', identifier: 'MIT' },
      },
      servers: [{ url: options.publicUrl ?? '/' }],
      security: [],
      tags: [
        { name: 'files', description: 'The whole life of a file.' },
        { name: 'share', description: 'Upload, metadata with download counts, absolute links.' },
        { name: 'named', description: 'Files that answer under their safe name.' },
        { name: 'form', description: 'For web forms and the shortest script: plain text.' },
        { name: 'system', description: 'Probes and documents.' },
      ],
    },
    refResolver: { buildLocalReference: (json, _base, _fragment, i) => `${json['$id'] ?? i}` },
    transform: ({ schema, url, route }) => ({
      schema: documented({ ...schema, ...route.config?.openapi }) as typeof schema,
      url,
    }),
  })
  await app.register(swaggerUi, {
    routePrefix: '/docs',
    staticCSP: docsPolicy,
    theme: { title: 'Filedrop' },
    uiConfig: { validatorUrl: null, displayRequestDuration: true, tryItOutEnabled: true },
  })
}

/** A schema as clients should see it: `x-documented` stands in for the rule that the text is validated by. */
function documented(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(documented)
  if (typeof schema !== 'object' || schema === null) return schema
  if ('x-documented' in schema) return schema['x-documented']
  return Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, documented(value)]))
}
