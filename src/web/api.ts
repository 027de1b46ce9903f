import { FiledropClient } from '../client/client.js'
import { lackInWords } from './access/lack-in-words.js'
import { isRefusal } from './explain.js'

/** The service behind this page, with the token of whoever looks at it. */
export interface Api {
  /** The client with the token of now. Asks nobody anything when it is refused: see `call`. */
  readonly client: FiledropClient
  /** What requests that the client does not make have to send. */
  readonly headers: Readonly<Record<string, string>>
  /** Whether there is a token, which links and media elements cannot send. */
  readonly hasToken: boolean
  /** The address of something below the page, such as `files`. */
  url(path: string): string
  /**
   * Does the work; as long as it is refused for want of a token and one is given, does it once more. With `whateverScope` a
   * token that lacks the scope is none to ask about.
   */
  call<T>(
    work: (client: FiledropClient) => Promise<T>,
    options?: { readonly whateverScope?: boolean }
  ): Promise<T>
  /**
   * Asks for a token because of this status, with what the service said of it; whether another one was given. For requests
   * that `call` does not make.
   */
  refused(status: number, detail?: string): Promise<boolean>
}

interface ApiOptions {
  /** Address of the page. */
  readonly page: string
  token(): string | undefined
  /** Asks for a token; whether one was given. */
  ask(reason: string): Promise<boolean>
}

export function openApi({ page, token, ask }: ApiOptions): Api {
  const base = new URL('.', page)
  let asking: Promise<boolean> | undefined
  const clientNow = () => new FiledropClient({ url: base.href, token: token() })
  const refused = (status: number, detail = ''): Promise<boolean> => {
    // However many requests are refused at once, one question is enough.
    asking ??= ask(reasonFor({ status, detail, hasToken: token() !== undefined })).finally(() => {
      asking = undefined
    })
    return asking
  }
  return {
    get client() {
      return clientNow()
    },
    get headers() {
      const given = token()
      return given === undefined ? {} : { Authorization: `Bearer ${given}` }
    },
    get hasToken() {
      return token() !== undefined
    },
    url: (path) => new URL(path, base).href,
    async call(work, { whateverScope = false } = {}) {
      for (;;) {
        try {
          return await work(clientNow())
        } catch (error) {
          if (!isRefusal(error) || (whateverScope && error.status === 403)) throw error
          if (!(await refused(error.status, error.message))) throw error
        }
      }
    },
    refused,
  }
}

interface Refusal {
  readonly status: number
  readonly detail: string
  readonly hasToken: boolean
}

function reasonFor({ status, detail, hasToken }: Refusal): string {
  if (status === 403) return lackInWords(detail)
  if (hasToken)
    return 'The service does not know this token. It may be mistyped, or no longer be in use.'
  return 'This service asks for an access token. Whoever runs it can give you one.'
}
