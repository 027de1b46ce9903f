import { type TSchema, Type } from '@sinclair/typebox'
import { Binary, ref } from './common.js'
import { type ErrorCode, Problem } from './problem.js'

/** A problem with the codes an operation can answer under one status, as a union that clients can switch on. */
export const withCodes = (problem: TSchema, codes: readonly ErrorCode[]) =>
  Type.Unsafe<Problem>({
    allOf: [
      Type.Ref(problem.$id as string),
      { type: 'object', properties: { code: { type: 'string', enum: codes } } },
    ],
  })

const retryAfter = { 'Retry-After': Type.Integer({ description: 'Seconds to wait.' }) }

const errorHeaders: Partial<Record<number, Record<string, TSchema>>> = {
  401: {
    'WWW-Authenticate': Type.String({
      pattern: '^Bearer ',
      description: 'What is asked for (RFC 6750).',
    }),
  },
  408: { Connection: Type.String({ enum: ['close'] }) },
  416: {
    'Content-Range': Type.String({
      pattern: '^bytes \\*/[0-9]+$',
      description: '`bytes */N`, N being the size',
    }),
  },
  503: retryAfter,
}

export type CodesByStatus = Partial<Record<number, readonly ErrorCode[]>>

/** Error answers as `application/problem+json`, one entry for each status with the codes it can carry. */
export function problems(codes: CodesByStatus) {
  return errorResponses(codes, 'application/problem+json', (list) => withCodes(Problem, list))
}

/** Error answers of a door with a body of its own. */
export function errorResponses(
  codes: CodesByStatus,
  mediaType: string,
  schemaOf: (codes: readonly ErrorCode[]) => TSchema
) {
  return Object.fromEntries(
    Object.entries(codes).map(([status, list = []]) => [
      status,
      {
        description: list.map((code) => `\`${code}\``).join(', '),
        ...(errorHeaders[Number(status)] && { headers: errorHeaders[Number(status)] }),
        content: { [mediaType]: { schema: schemaOf(list) } },
      },
    ])
  )
}

/** Statuses of an operation that lets everybody in. */
export const anyPublic: CodesByStatus = {
  400: ['INVALID_REQUEST'],
  421: ['MISDIRECTED_REQUEST'],
  500: ['INTERNAL'],
  503: ['STORE_UNAVAILABLE', 'SHUTTING_DOWN'],
}

/** Statuses that any other operation may answer, whatever it does. */
export const anyOperation: CodesByStatus = {
  ...anyPublic,
  401: ['UNAUTHORIZED'],
  403: ['INSUFFICIENT_SCOPE'],
}

/** Statuses of every operation that changes the store. */
export const anyChange: CodesByStatus = {
  401: ['UNAUTHORIZED'],
  403: ['INSUFFICIENT_SCOPE', 'CROSS_SITE'],
  421: ['MISDIRECTED_REQUEST'],
  500: ['INTERNAL'],
  503: ['STORE_UNAVAILABLE', 'DURABILITY_UNKNOWN', 'SHUTTING_DOWN'],
  507: ['INSUFFICIENT_STORAGE'],
}

/** Statuses of every operation that takes bytes in. */
export const anyUpload: CodesByStatus = {
  ...anyChange,
  400: [
    'INVALID_REQUEST',
    'BAD_MULTIPART',
    'INVALID_NAME',
    'DIGEST_MISMATCH',
    'UNSUPPORTED_DIGEST',
  ],
  408: ['REQUEST_TIMEOUT'],
  413: ['FILE_TOO_LARGE'],
  415: ['UNSUPPORTED_MEDIA_TYPE'],
  422: ['NO_FILE', 'TOO_MANY_FILES'],
}

const etag = Type.String({
  pattern: '^"[^"]+"$',
  description: 'Strong tag of content and revision; the same at every door.',
  examples: ['"47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU.1"'],
})

/** The version that an answer is about. */
export const etagHeader = { ETag: etag }

/** A new file was made: its body beside `Location` and `ETag`. */
export const created = <T extends TSchema>(schema: T) => ({
  description: 'The file is stored and durable.',
  headers: {
    Location: Type.String({ format: 'uri-reference', description: 'Where the file is.' }),
    ETag: etag,
  },
  content: { 'application/json': { schema: ref(schema) } },
})

/** A JSON answer. */
export const json = <T extends TSchema>(description: string, schema: T) => ({
  description,
  content: { 'application/json': { schema } },
})

/** What tells versions apart, also where the content itself is not sent (RFC 9110 section 15.4.5). */
const versionHeaders = {
  'Cache-Control': Type.String({ enum: ['private, no-cache'] }),
  ETag: etag,
  'Last-Modified': Type.String({
    pattern: '^[A-Z][a-z]{2}, [0-9]{2} [A-Z][a-z]{2} [0-9]{4} [0-9:]{8} GMT$',
    description: 'When content or name last changed.',
  }),
}

const contentHeaders = {
  ...versionHeaders,
  'Accept-Ranges': Type.String({ enum: ['bytes'] }),
  'Content-Disposition': Type.String({
    pattern: '^(attachment|inline); filename=',
    description: 'Name in ASCII and, where needed, UTF-8.',
  }),
  'Content-Length': Type.Integer({
    format: 'int64',
    minimum: 0,
    description: 'Bytes of this answer.',
  }),
  'Repr-Digest': Type.String({
    pattern: '^sha-256=:[A-Za-z0-9+/]{43}=:$',
    description: 'SHA-256 of the whole content (RFC 9530).',
  }),
}

const anyBytes = {
  'application/octet-stream': { schema: Binary },
  '*/*': { schema: Binary },
}

/** Codes of every download. */
export const downloadErrors: CodesByStatus = {
  ...anyOperation,
  404: ['FILE_NOT_FOUND'],
  412: ['PRECONDITION_FAILED'],
  416: ['RANGE_NOT_SATISFIABLE'],
  500: ['INTERNAL', 'CONTENT_MISSING'],
}

/** What every download route answers when it has the file. */
export const downloaded = {
  200: {
    description: 'The whole content, under its own media type.',
    headers: contentHeaders,
    content: anyBytes,
  },
  206: {
    description: 'The range that was asked for.',
    headers: {
      ...contentHeaders,
      'Content-Range': Type.String({
        pattern: '^bytes [0-9]+-[0-9]+/[0-9]+$',
        description: '`bytes start-end/size`',
      }),
    },
    content: anyBytes,
  },
  304: Type.Null({ description: 'The caller already has this version.', headers: versionHeaders }),
}

/** Request headers that a download understands. */
export const DownloadHeaders = Type.Object({
  range: Type.Optional(
    Type.String({ description: 'One byte range (RFC 9110 section 14); anything else is ignored.' })
  ),
  'if-range': Type.Optional(Type.String({ description: 'Strong ETag or exact date.' })),
  'if-match': Type.Optional(Type.String()),
  'if-none-match': Type.Optional(Type.String()),
  'if-modified-since': Type.Optional(Type.String()),
  'if-unmodified-since': Type.Optional(Type.String()),
})

/** Request headers that make a change conditional. */
export const ConditionHeaders = Type.Object({
  'if-match': Type.Optional(
    Type.String({ description: 'ETags of which one must be current, checked again at commit.' })
  ),
  'if-none-match': Type.Optional(
    Type.String({ description: 'ETags of which none may be current; `*` fails on every file.' })
  ),
  'if-unmodified-since': Type.Optional(
    Type.String({
      description: 'Ignored beside `If-Match`, which tells changes within a second apart as well.',
    })
  ),
})
