import createClient, { type Client } from 'openapi-fetch'
import { type Download, readDownload } from './download.js'
import { asConnectionError, ConnectionError, type ErrorCode, FiledropError } from './errors.js'
import { nextCursor } from './next-cursor.js'
import type { components, operations, paths } from './openapi.js'
import { readProblem, unexpectedAnswer } from './read-problem.js'
import { type Content, type ContentOptions, uploadInit } from './upload-init.js'
import type { OnProgress } from './watched.js'

// Whoever has the client needs these to speak of what it gives and throws.
export { ConnectionError, type Content, type Download, type ErrorCode, FiledropError }

export type FileInfo = components['schemas']['FileInfo']

/** A file and the tag of this state of it, for `ifMatch`. */
export type TaggedFile = FileInfo & { readonly etag: string }

export interface FiledropOptions {
  /** Address of the service, such as `https://files.example.com`. */
  readonly url: string
  /** Needed where the service has `API_TOKENS`. */
  readonly token?: string | undefined
}

interface Waiting {
  readonly signal?: AbortSignal
}

/** With `ifMatch` the file is changed only in the state that has this tag; otherwise 412 `PRECONDITION_FAILED`. */
interface Conditional extends Waiting {
  readonly ifMatch?: string | undefined
}

interface DownloadOptions extends Conditional {
  /** First and last byte, counted from 0; to the end without a last one. */
  readonly range?: { readonly first: number; readonly last?: number }
  readonly onProgress?: OnProgress
}

type ListQuery = NonNullable<operations['filesList']['parameters']['query']>

/** One page of the list, and where the next one begins while there is more. */
interface Page {
  readonly files: readonly FileInfo[]
  readonly cursor?: string
}

/**
 * A Filedrop service, from Node or a browser. Every method throws `FiledropError` when the service refuses,
 * `ConnectionError` when no whole answer comes, and the reason of an aborted `signal`. Nothing is tried twice.
 */
export class FiledropClient {
  readonly #api: Client<paths>

  constructor({ url, token }: FiledropOptions) {
    this.#api = createClient<paths>({
      baseUrl: url,
      ...(token && { headers: { Authorization: `Bearer ${token}` } }),
    })
    this.#api.use({
      async onResponse({ response, options: { parseAs } }) {
        if (!response.ok) throw await readProblem(response)
        const isJson = response.headers.get('Content-Type')?.startsWith('application/json')
        if (parseAs === 'json' && !isJson) throw unexpectedAnswer(response)
      },
    })
  }

  /** Stores a new file. When it resolves, the file is durable. */
  async upload(content: Content, options: ContentOptions = {}): Promise<TaggedFile> {
    const { name } = options
    const params = { query: { ...(name !== undefined && { name }) } }
    return tagged(
      await whole(this.#api.POST('/files/upload', { ...uploadInit(content, options), params }))
    )
  }

  /** Gives the bytes as soon as they begin to come. */
  async download(id: string, options: DownloadOptions = {}): Promise<Download> {
    const { range, ifMatch, signal, onProgress } = options
    const { response } = await whole(
      this.#api.GET('/files/{file_id}', {
        params: {
          path: pathOf(id),
          header: {
            ...condition(ifMatch),
            ...(range && { range: `bytes=${range.first}-${range.last ?? ''}` }),
          },
        },
        parseAs: 'stream',
        ...(signal && { signal }),
      })
    )
    return readDownload(response, onProgress)
  }

  /** One page of the list, or all of it where there is no `limit`. */
  async list(query: ListQuery = {}, { signal }: Waiting = {}): Promise<Page> {
    const { data, response } = await whole(
      this.#api.GET('/files', { params: { query }, ...(signal && { signal }) })
    )
    const cursor = nextCursor(response.headers.get('Link'))
    return { files: data, ...(cursor !== undefined && { cursor }) }
  }

  /** All files, page by page: what is there all the while comes exactly once. */
  async *pages(query: ListQuery = {}, waiting: Waiting = {}): AsyncGenerator<readonly FileInfo[]> {
    let page = await this.list({ limit: 1000, ...query }, waiting)
    yield page.files
    while (page.cursor !== undefined) {
      page = await this.list({ limit: 1000, ...query, cursor: page.cursor }, waiting)
      yield page.files
    }
  }

  async metadata(id: string, { signal }: Waiting = {}): Promise<TaggedFile> {
    const params = { path: pathOf(id) }
    return tagged(
      await whole(this.#api.GET('/files/{file_id}/metadata', { params, ...(signal && { signal }) }))
    )
  }

  /** Gives the file new content, and a new name where there is one. Downloads that run end with the old bytes. */
  async replace(
    id: string,
    content: Content,
    options: ContentOptions & Conditional = {}
  ): Promise<TaggedFile> {
    const { name, ifMatch } = options
    const params = {
      path: pathOf(id),
      query: { ...(name !== undefined && { name }) },
      header: condition(ifMatch),
    }
    const { data, response } = await whole(
      this.#api.PUT('/files/{file_id}/content', { ...uploadInit(content, options), params })
    )
    return tagged({ data: data.file, response })
  }

  /** Changes name, media type or both. */
  async rename(
    id: string,
    { name, type }: { readonly name?: string; readonly type?: string },
    { ifMatch, signal }: Conditional = {}
  ): Promise<TaggedFile> {
    const { data, response } = await whole(
      this.#api.PUT('/files/{file_id}', {
        params: { path: pathOf(id), header: condition(ifMatch) },
        body: {
          ...(name !== undefined && { file_name: name }),
          ...(type !== undefined && { file_type: type }),
        },
        ...(signal && { signal }),
      })
    )
    return tagged({ data: data.file, response })
  }

  /** With `keepalive` it is also sent when the page that asks for it is left at once. */
  async delete(id: string, options: Conditional & { keepalive?: boolean } = {}): Promise<void> {
    const { ifMatch, signal, keepalive = false } = options
    const params = { path: pathOf(id), header: condition(ifMatch) }
    await whole(
      this.#api.DELETE('/files/{file_id}', { params, keepalive, ...(signal && { signal }) })
    )
  }
}

/** An answer with its data: what is no success was thrown before. */
async function whole<T>(
  answer: Promise<{ data?: T; response: Response }>
): Promise<{ data: NonNullable<T>; response: Response }> {
  try {
    return (await answer) as { data: NonNullable<T>; response: Response }
  } catch (error) {
    throw asConnectionError(error)
  }
}

const tagged = ({ data, response }: { data: FileInfo; response: Response }): TaggedFile => ({
  ...data,
  etag: response.headers.get('ETag') ?? '',
})

const condition = (ifMatch?: string) => (ifMatch === undefined ? {} : { 'if-match': ifMatch })

function pathOf(id: string): { file_id: string } {
  // No address can hold these as a segment: they would name something else.
  if (/^\.{0,2}$/.test(id)) throw new FiledropError('There is no such file', 'FILE_NOT_FOUND', 404)
  return { file_id: id }
}
