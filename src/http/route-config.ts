import type { Operation } from '../../schemas/access.js'
import type { FileService } from '../core/file-service.js'
import type { BodyLimits } from './body-limits.js'
import type { Links } from './links.js'

/** Which door a route belongs to, and so in what words its errors are told. */
export type Door = 'form' | 'named' | 'share' | 'files' | 'tus' | 'system'

declare module 'fastify' {
  interface FastifyContextConfig {
    door?: Door
    operation?: Operation
    /** What the document shows of a route beside its schema: bodies that are streamed and never validated. */
    openapi?: { readonly body: unknown }
  }
}

/** What every door is given. */
export interface DoorOptions {
  readonly service: FileService
  readonly links: Links
  readonly limits: BodyLimits
}
