import { deflateRawSync, gzipSync } from 'node:zlib'
import * as hostile from './hostile-values.js'
import type { Mutation } from './mutation.js'
import type { Random } from './random.js'

const inBody = (change: (body: Buffer, random: Random) => Buffer | string): Mutation => {
  return (request, random) => {
    const body = change(request.body, random)
    return { ...request, body: typeof body === 'string' ? Buffer.from(body, 'latin1') : body }
  }
}

/** Changes the body as latin-1 text. */
const inText = (change: (body: string, random: Random) => string): Mutation =>
  inBody((body, random) => change(body.toString('latin1'), random))

const boundary = /--boundary-7d2f(--)?/g

const damagedBoundaries = [
  '--boundary-7d2',
  '--boundary-7d2f-',
  '--boundary-7d2f--\r\n--boundary-7d2f',
  '--boundary-7d2fX',
  '-boundary-7d2f',
  '--boundary-7d2f \t',
  '--BOUNDARY-7D2F',
  '\r\n--boundary-7d2f',
  '',
]

/** Puts something else in the place of one of several matches. */
function replaceOne(text: string, pattern: RegExp, random: Random, replacement: string): string {
  const matches = [...text.matchAll(pattern)]
  if (matches.length === 0) return text
  const { index, 0: found } = random.pick(matches)
  return text.slice(0, index) + replacement + text.slice(index + found.length)
}

const partHeaders = [
  'Content-Disposition: form-data',
  'Content-Disposition: form-data; name="file"',
  'Content-Disposition: form-data; name=file; filename=bare.txt',
  'Content-Disposition: attachment; name="file"; filename="a"',
  'Content-Disposition: form-data; name="__proto__"',
  'Content-Disposition: form-data; name="file"; filename="a"; filename*=x',
  'Content-Disposition: form-data; name="name"',
  'content-disposition:form-data;name="file";filename="a',
  'Content-Type: text/html; charset=utf-16',
  'Content-Type: x',
  'Content-Transfer-Encoding: base64',
  'no colon',
  ': no name',
  `X-Long: ${'y'.repeat(9000)}`,
]

export const bodyMutations: readonly Mutation[] = [
  inText((body, random) => replaceOne(body, boundary, random, random.pick(damagedBoundaries))),
  inText((body, random) => replaceOne(body, boundary, random, random.pick(damagedBoundaries))),
  inText((body, random) => replaceOne(body, /Content-[^\r]*/g, random, random.pick(partHeaders))),
  inText((body, random) =>
    replaceOne(
      body,
      /"[^"\r]*"/g,
      random,
      `"${random.pick([...hostile.names, ...hostile.brokenText])}"`
    )
  ),
  inText((body, random) => {
    const parts = body.split(/(?=--boundary-7d2f\r\n)/)
    return body.replace(/^/, random.pick(parts).repeat(random.pick([1, 2, 30])))
  }),
  inText((body, random) =>
    replaceOne(body, /\r\n/g, random, random.pick(['\n', '\r', '', '\r\n\r\n', ' ']))
  ),
  inText((_body, random) => random.pick(hostile.jsonTexts)),
  inText((body, random) => replaceOne(body, /\d+/g, random, random.pick(hostile.numbers))),
  inText((body) => body + body),
  inBody((body) => body.subarray(0, 0)),
  inBody((body, random) => body.subarray(0, random.below(body.length + 1))),
  inBody((body, random) => Buffer.concat([random.bytes(random.between(1, 60)), body])),
  inBody((body, random) => Buffer.concat([body, random.bytes(random.between(1, 60))])),
  inBody((body, random) =>
    Buffer.alloc(random.pick([262_144, 262_145, 400_000]), body.length > 0 ? body : 'x')
  ),
  inBody((body) => gzipSync(body)),
  inBody((body) => deflateRawSync(body)),
  inBody((body) => Buffer.from(body.toString('latin1'), 'utf16le')),
  inBody((body) => Buffer.from(body.toString('base64'))),
]
