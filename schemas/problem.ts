import { type Static, Type } from '@sinclair/typebox'

/** Every code that an answer can carry, with the title that says it in words. The list is closed (contract). */
export const problemTitles = {
  INVALID_REQUEST: 'The request is not valid',
  EMPTY_REQUEST: 'The request has neither a body nor a Content-Type',
  BAD_MULTIPART: 'The multipart body is malformed',
  INVALID_NAME: 'The file name is not acceptable',
  DIGEST_MISMATCH: 'The content does not match its digest',
  UNSUPPORTED_DIGEST: 'No digest of a supported algorithm was sent',
  UNAUTHORIZED: 'A token that is known is needed',
  INSUFFICIENT_SCOPE: 'The token is not good for this',
  CROSS_SITE: 'Another web site may not do this',
  FILE_NOT_FOUND: 'There is no such file',
  ROUTE_NOT_FOUND: 'There is no such resource',
  METHOD_NOT_ALLOWED: 'The resource does not support this method',
  NOT_ACCEPTABLE: 'No acceptable representation is available',
  REQUEST_TIMEOUT: 'The request took too long to arrive',
  PRECONDITION_FAILED: 'A precondition of the request does not hold',
  FILE_TOO_LARGE: 'The content is larger than allowed',
  UNSUPPORTED_MEDIA_TYPE: 'The media type or coding is not supported',
  RANGE_NOT_SATISFIABLE: 'The range lies outside the content',
  MISDIRECTED_REQUEST: 'The host is not one of this service',
  NO_FILE: 'No file was sent',
  TOO_MANY_FILES: 'More than one file was sent',
  UPLOAD_CONFLICT: 'The upload has another offset',
  UPLOAD_BUSY: 'Another request works on the upload',
  UPLOAD_GONE: 'The upload is over or its bytes are lost',
  TOO_MANY_UPLOADS: 'Too many uploads are unfinished',
  INTERNAL: 'Something went wrong on the server',
  CONTENT_MISSING: 'The content of the file is missing from the store',
  STORE_UNAVAILABLE: 'The store is not available',
  DURABILITY_UNKNOWN: 'The store could not confirm the change',
  SHUTTING_DOWN: 'The server is shutting down',
  INSUFFICIENT_STORAGE: 'There is not enough storage',
} as const

export type ErrorCode = keyof typeof problemTitles

export const Problem = Type.Object(
  {
    type: Type.String({ description: 'Always `about:blank`: `code` tells problems apart.' }),
    title: Type.String({ description: 'The code in words.' }),
    status: Type.Integer({ description: 'The HTTP status, repeated.' }),
    detail: Type.String({ description: 'What went wrong in this case.' }),
    code: Type.Unsafe<ErrorCode>({ type: 'string', enum: Object.keys(problemTitles) }),
    request_id: Type.String({
      description: 'The `X-Request-Id` of the answer, to find it in the log.',
    }),
  },
  {
    $id: 'Problem',
    description: 'An error as RFC 9457 describes it.',
    examples: [
      {
        type: 'about:blank',
        title: 'There is no such file',
        status: 404,
        detail: 'There is no such file',
        code: 'FILE_NOT_FOUND',
        request_id: 'V1StGXR8_Z5jdHi6B-myT',
      },
    ],
  }
)
export type Problem = Static<typeof Problem>
