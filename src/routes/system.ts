import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from '@sinclair/typebox'
import { stringify } from 'yaml'
import { ref } from '../../schemas/common.js'
import { anyPublic, json, problems } from '../../schemas/responses.js'
import { Liveness, Readiness } from '../../schemas/system.js'
import type { Exposition } from '../http/request-meter.js'

interface SystemOptions {
  readonly readiness: () => Promise<Readiness>
  readonly metrics: Exposition
}

const codes = { ...anyPublic, 503: ['SHUTTING_DOWN' as const] }
const errors = problems(codes)

const guardedErrors = problems({ ...codes, 401: ['UNAUTHORIZED'] })

/** Described as what it is once read, whichever way it is written. */
const document = (mediaType: string) => ({
  ...guardedErrors,
  200: {
    description: 'The document of this service.',
    content: { [mediaType]: { schema: Type.Object({}, { additionalProperties: true }) } },
  },
})

const exposition = {
  ...guardedErrors,
  200: {
    description: 'Every metric in the text format of Prometheus.',
    content: { 'text/plain': { schema: Type.String() } },
  },
}

const readinessAnswers = {
  200: json('They can, with the exceptions that `checks` names.', ref(Readiness)),
  503: {
    description: 'They cannot: `checks` says why. Or the server is on its way out.',
    content: {
      'application/json': { schema: ref(Readiness) },
      ...errors[503]?.content,
    },
  },
}

/** Probes, figures, and the document that describes every route. */
export const systemRoutes: FastifyPluginAsyncTypebox<SystemOptions> = async (app, options) => {
  const { readiness, metrics } = options
  let yaml: string | undefined
  app.route({
    method: 'GET',
    url: '/livez',
    config: { door: 'system', operation: 'systemLive' },
    schema: {
      operationId: 'systemLive',
      tags: ['system'],
      summary: 'Whether the process answers',
      response: { ...errors, 200: json('It does.', ref(Liveness)) },
    },
    handler: async () => ({ status: 'ok' as const }),
  })

  app.route({
    method: 'GET',
    url: '/readyz',
    config: { door: 'system', operation: 'systemReady' },
    schema: {
      operationId: 'systemReady',
      tags: ['system'],
      summary: 'Whether files can be taken and served',
      response: { ...errors, ...readinessAnswers },
    },
    handler: async (_request, reply) => {
      const report = await readiness()
      return reply.code(report.status === 'failed' ? 503 : 200).send(report)
    },
  })

  app.route({
    method: 'GET',
    url: '/metrics',
    config: { door: 'system', operation: 'systemMetrics' },
    schema: {
      operationId: 'systemMetrics',
      tags: ['system'],
      summary: 'Figures about requests, transfers and the store',
      response: exposition,
    },
    handler: async (_request, reply) => reply.type(metrics.contentType).send(await metrics.text()),
  })

  app.route({
    method: 'GET',
    url: '/openapi.json',
    config: { door: 'system', operation: 'systemOpenapiJson' },
    schema: {
      operationId: 'systemOpenapiJson',
      tags: ['system'],
      summary: 'This document as JSON',
      response: document('application/json'),
    },
    handler: async (_request, reply) => {
      reply.type('application/json; charset=utf-8')
      return reply.send(JSON.stringify(app.swagger()))
    },
  })

  app.route({
    method: 'GET',
    url: '/openapi.yaml',
    config: { door: 'system', operation: 'systemOpenapiYaml' },
    schema: {
      operationId: 'systemOpenapiYaml',
      tags: ['system'],
      summary: 'This document as YAML',
      response: document('application/yaml'),
    },
    handler: async (_request, reply) => {
      reply.type('application/yaml; charset=utf-8')
      // Some 50 ms of work, and the same text as long as the process lives.
      yaml ??= stringify(app.swagger(), { aliasDuplicateObjects: false })
      return reply.send(yaml)
    },
  })
}
