import { requestHead } from '../../support/client.js'
import { type FormEntry, formEntries, rawEntries, upload } from '../../support/doors.js'
import type { FileView } from '../../support/wire.js'
import type { Input } from './table.js'
import type { Target } from './target.js'

/** A place where a file comes in, with what a request there writes around the bytes of the file. */
export interface BodyEntry extends FormEntry {
  readonly type: string
  readonly open: string
  readonly close: string
}

/** Every entry point for the bytes of a file, in every form in which it takes them. */
export const bodyEntries: readonly BodyEntry[] = [
  ...formEntries.map((entry) => ({
    ...entry,
    title: `${entry.title} as a form`,
    type: 'multipart/form-data; boundary=b',
    open: '--b\r\nContent-Disposition: form-data; name="file"; filename="a.bin"\r\n\r\n',
    close: '\r\n--b--\r\n',
  })),
  ...rawEntries.map((entry) => ({
    ...entry,
    title: `${entry.title} as bytes`,
    type: 'image/png',
    open: '',
    close: '',
  })),
]

interface HeadOptions {
  readonly host: string
  /** The file that is replaced where the entry replaces one. */
  readonly id: string
  /** Bytes of the file; absent for a body in chunks. */
  readonly size?: number
  readonly headers?: Readonly<Record<string, string>>
}

/** The head of a request that brings so many bytes of a file. */
export function bodyHead(entry: BodyEntry, options: HeadOptions): string {
  const { host, id, size, headers } = options
  const framing: Record<string, string> =
    size === undefined
      ? { 'Transfer-Encoding': 'chunked' }
      : { 'Content-Length': String(entry.open.length + size + entry.close.length) }
  return requestHead(entry.method, entry.path(id), {
    Host: host,
    'Content-Type': entry.type,
    ...framing,
    ...headers,
  })
}

/** A body, whole. */
export const bodyOf = (entry: BodyEntry, content: string | Buffer): Buffer =>
  Buffer.concat([Buffer.from(entry.open), Buffer.from(content), Buffer.from(entry.close)])

/** One chunk of a chunked body. */
export const chunkOf = (bytes: string | Buffer): Buffer => {
  const content = Buffer.from(bytes)
  return Buffer.concat([
    Buffer.from(`${content.length.toString(16)}\r\n`),
    content,
    Buffer.from('\r\n'),
  ])
}

export const lastChunk = '0\r\n\r\n'

/** The same input at each entry point. What is replaced, where it replaces, is the file that nothing may change. */
export function atEach<E extends { readonly title: string }>(
  entries: readonly E[],
  title: string,
  run: (target: Target, entry: E) => Promise<void>
): readonly Input[] {
  return entries.map((entry) => ({
    title: `${title}, ${entry.title}`,
    run: (target) => run(target, entry),
  }))
}

/** The addresses at which one published file is downloaded. */
export const downloadPaths = (id: string, safeName: string): readonly string[] => [
  `/files/${id}`,
  `/file/download/${id}`,
  `/uploads/${safeName}`,
]

/** A file that may be changed and counted, gone again afterwards. */
export async function withScratch(
  { client }: Target,
  content: string | Buffer,
  run: (file: FileView) => Promise<void>
): Promise<void> {
  const file = await upload(client, { content, name: 'scratch.bin' })
  await run(file)
  await client.delete(`/files/${file.file_id}`)
}
