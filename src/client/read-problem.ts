import { FiledropError } from './errors.js'
import type { components } from './openapi.js'

type Problem = components['schemas']['Problem']

/** The error that an answer is, which is no success. */
export async function readProblem(response: Response): Promise<FiledropError> {
  const body: unknown = await response.json().catch(() => undefined)
  if (!isProblem(body)) return unexpectedAnswer(response)
  return new FiledropError(body.detail, body.code, response.status, body.request_id)
}

/** The error that an answer is which the service does not give: a proxy speaks, or the address is that of another. */
export function unexpectedAnswer({ status, headers }: Response): FiledropError {
  const type = headers.get('Content-Type') ?? 'no type'
  return new FiledropError(
    `Something other than Filedrop answered, with status ${status} and ${type}`,
    'UNEXPECTED_ANSWER',
    status,
    headers.get('X-Request-Id') ?? undefined
  )
}

function isProblem(body: unknown): body is Problem {
  const { code, detail } = (body ?? {}) as Partial<Problem>
  return typeof code === 'string' && typeof detail === 'string'
}
