import Fastify, { type FastifyBaseLogger, type FastifyInstance, LogController } from 'fastify'
import { nanoid } from 'nanoid'
import { type Config, isLoopback } from '../schemas/config.js'
import { FileChanged, FileDeleted } from '../schemas/doors/files.js'
import { NamedFile, NamedProblem } from '../schemas/doors/named.js'
import { SharedFile, SharedUpload } from '../schemas/doors/share.js'
import { FileInfo } from '../schemas/file.js'
import { Problem } from '../schemas/problem.js'
import { Liveness, Readiness } from '../schemas/system.js'
import type { FileService } from './core/file-service.js'
import type { ResumableUploads } from './core/resumable-uploads.js'
import { ApiTokens } from './http/api-tokens.js'
import { framingAllowance } from './http/body-limits.js'
import { decodableUrl } from './http/decodable-url.js'
import { Links } from './http/links.js'
import { parseQuery } from './http/parse-query.js'
import { logRequest } from './http/request-log.js'
import type { Exposition, RequestMeter } from './http/request-meter.js'
import { trustedProxies } from './http/trusted-proxies.js'
import { installAccess } from './plugins/access.js'
import { BrokenRequests } from './plugins/broken-request.js'
import { installConnectionLimits } from './plugins/connection-limits.js'
import { installCors } from './plugins/cors.js'
import { installCrossSite } from './plugins/cross-site.js'
import { errorAnswer, errorRenderer, installErrors } from './plugins/errors.js'
import { installEveryField } from './plugins/every-field.js'
import { installExpectContinue } from './plugins/expect-continue.js'
import { installHalfOpen } from './plugins/half-open.js'
import { installHeadRoutes } from './plugins/head-routes.js'
import { installLingeringClose } from './plugins/lingering-close.js'
import { collectMethods } from './plugins/method-not-allowed.js'
import { installNotFound } from './plugins/not-found.js'
import { installOneAtATime } from './plugins/one-at-a-time.js'
import { installOpenapi } from './plugins/openapi.js'
import { installPatience } from './plugins/patience.js'
import { installRequestHost } from './plugins/request-host.js'
import { RequestWatch } from './plugins/request-watch.js'
import { installSecurityHeaders } from './plugins/security-headers.js'
import { installShutdown, type Lifecycle } from './plugins/shutdown.js'
import { installTransferCoding } from './plugins/transfer-coding.js'
import { filesDoor } from './routes/files/files-door.js'
import { formDoor, renderFormError } from './routes/form.js'
import { namedDoor, renderNamedError } from './routes/named.js'
import { pageRoutes } from './routes/page.js'
import { shareDoor } from './routes/share.js'
import { systemRoutes } from './routes/system.js'
import { renderTusError, tusDoor } from './routes/tus/tus-door.js'
import { version } from './version.js'

export interface AppServices {
  readonly service: FileService
  /** Absent where the stores cannot keep them. */
  readonly uploads?: ResumableUploads
  readonly readiness: () => Promise<Readiness>
  readonly metrics: Exposition & { readonly requests: RequestMeter }
  readonly lifecycle: Lifecycle
  readonly logger: FastifyBaseLogger
}

const validRequestId = /^[\w.-]{1,64}$/

/** The whole application, ready to listen: plugins and doors in the order in which they apply. */
export async function buildApp(services: AppServices, config: Config): Promise<FastifyInstance> {
  const { service, uploads, readiness, metrics, lifecycle, logger } = services
  const { PUBLIC_URL: publicUrl } = config
  const isProxy = trustedProxies(config.TRUST_PROXY)
  const render = errorRenderer({
    form: renderFormError,
    named: renderNamedError,
    tus: renderTusError,
  })
  const requestWatch = new RequestWatch({ meter: metrics.requests, log: logRequest })
  const brokenRequests = new BrokenRequests({ render, onRefused: requestWatch.refused })
  const app = Fastify({
    loggerInstance: logger,
    logController: new LogController({ disableRequestLogging: true }),
    // Our own lines name their request themselves: a logger for each request would be made anew each time.
    childLoggerFactory: (parent) => parent,
    genReqId: ({ headers }) => {
      const sent = headers['x-request-id']
      return typeof sent === 'string' && validRequestId.test(sent) ? sent : nanoid()
    },
    trustProxy: isProxy,
    routerOptions: {
      // Any id is looked up, however long: the limit of the header is limit enough.
      maxParamLength: config.MAX_HEADER_SIZE,
      ignoreTrailingSlash: true,
      querystringParser: parseQuery,
    },
    rewriteUrl: ({ url = '/' }) => decodableUrl(url),
    exposeHeadRoutes: false,
    return503OnClosing: false,
    connectionTimeout: config.WRITE_IDLE_TIMEOUT,
    keepAliveTimeout: config.KEEP_ALIVE_TIMEOUT,
    http: {
      headersTimeout: config.HEADERS_TIMEOUT,
      connectionsCheckingInterval: Math.min(config.HEADERS_TIMEOUT, 5000),
      maxHeaderSize: config.MAX_HEADER_SIZE,
      // Refused by a plugin of ours instead, with an answer that says why.
      requireHostHeader: false,
    },
    clientErrorHandler: brokenRequests.answer,
    // Nothing sent is changed to fit: unknown members and other types are errors.
    ajv: {
      customOptions: {
        removeAdditional: false,
        coerceTypes: false,
        keywords: ['x-documented'],
      },
    },
  })
  installConnectionLimits(app, {
    total: config.MAX_CONNECTIONS,
    perAddress: config.MAX_CONNECTIONS_PER_ADDRESS,
    isProxy: (address) => isProxy(address, 0),
  })
  installErrors(app, errorAnswer(render))
  installOneAtATime(app)
  requestWatch.install(app)
  brokenRequests.install(app)
  installPatience(app)
  installShutdown(app, lifecycle)
  installRequestHost(app, {
    publicHost: publicUrl && new URL(publicUrl).hostname,
    strict: isLoopback(config.HOST),
  })
  installTransferCoding(app)
  installLingeringClose(app)
  installExpectContinue(app)
  installHalfOpen(app)
  installEveryField(app)
  installSecurityHeaders(app, publicUrl)
  const origins = new Set(config.CORS_ORIGINS.map((text) => new URL(text).origin))
  installCrossSite(app, { publicUrl, origins })
  await installCors(app, origins)
  const guarded = config.API_TOKENS.length > 0
  installAccess(app, guarded ? new ApiTokens(config.API_TOKENS) : undefined)
  installNotFound(app)
  const registerMissingMethods = collectMethods(app)
  installHeadRoutes(app)
  for (const schema of sharedSchemas) app.addSchema(schema)
  await installOpenapi(app, { version, publicUrl, guarded })

  const links = new Links(publicUrl)
  const limits = {
    maxParts: config.MAX_PARTS,
    maxFormSize: config.MAX_FILE_SIZE && config.MAX_FILE_SIZE + framingAllowance,
    maxFieldSize: config.MAX_FIELD_SIZE,
    idleTimeout: config.BODY_IDLE_TIMEOUT,
    minRate: config.MIN_BODY_RATE,
    rateWindow: config.MIN_BODY_RATE_WINDOW,
  }
  await app.register(systemRoutes, { readiness, metrics })
  await app.register(pageRoutes)
  for (const door of [filesDoor, shareDoor, namedDoor, formDoor]) {
    await app.register(door, { service, links, limits })
  }
  if (uploads) {
    await app.register(tusDoor, { uploads, links, limits, maxSize: config.MAX_FILE_SIZE })
  }
  registerMissingMethods(app)
  return app
}

const sharedSchemas = [
  Problem,
  NamedProblem,
  FileInfo,
  FileChanged,
  FileDeleted,
  NamedFile,
  SharedFile,
  SharedUpload,
  Liveness,
  Readiness,
]
