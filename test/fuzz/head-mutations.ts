import * as hostile from './hostile-values.js'
import type { Mutation } from './mutation.js'
import type { Random } from './random.js'
import type { Header } from './wire-request.js'

const otherMethod: Mutation = (request, random) => ({
  ...request,
  method: random.pick(hostile.methods),
})

const otherVersion: Mutation = (request, random) => ({
  ...request,
  version: random.pick(hostile.versions),
})

const inTarget = (change: (target: string, random: Random) => string): Mutation => {
  return (request, random) => ({ ...request, target: change(request.target, random) })
}

const insertAt = (text: string, at: number, added: string): string =>
  text.slice(0, at) + added + text.slice(at)

const pathText = [
  '/',
  '//',
  '/..',
  '/./',
  ';x=1',
  '%2f',
  '%2e%2e',
  '%00',
  '%',
  '%zz',
  '%ff',
  '.',
  '#',
]

const targetMutations = [
  inTarget((target, random) =>
    insertAt(target, random.below(target.length + 1), random.pick(pathText))
  ),
  inTarget((target, random) => {
    const at = random.below(target.length)
    const code = (target.charCodeAt(at) & 0xff).toString(16).padStart(2, '0')
    return `${target.slice(0, at)}%${code}${target.slice(at + 1)}`
  }),
  inTarget((target, random) =>
    insertAt(
      target,
      random.below(target.length + 1),
      random.pick([...hostile.names, ...hostile.brokenText])
    )
  ),
  inTarget((target, random) =>
    insertAt(
      target,
      target.length,
      encodeURIComponent(random.pick(['日本', '\0', '/', '..', 'e\u0301']))
    )
  ),
  inTarget((target) => `http://evil.example${target}`),
  inTarget((_target, random) =>
    random.pick(['*', '', '/', '?', '//', '/files/', '/files/upload', '\\'])
  ),
  inTarget((target, random) => target + 'x'.repeat(random.pick([300, 4000, 20_000]))),
  inTarget((target, random) => {
    const key = random.pick([
      'limit',
      'cursor',
      'sort',
      'order',
      'name',
      'type',
      'disposition',
      'x',
      '__proto__',
      'limit[]',
    ])
    const value = random.pick([
      ...hostile.numbers,
      ...hostile.names,
      'asc',
      'name',
      'W10',
      'image/*',
    ])
    const text = random.chance(0.5) ? value : percent(value)
    return `${target}${target.includes('?') ? '&' : '?'}${key}=${text}`.repeat(
      random.pick([1, 1, 1, 30])
    )
  }),
  inTarget((target, random) => target.replace(/\d+/, () => random.pick(hostile.numbers))),
  inTarget((target) => target.toUpperCase()),
]

const percent = (latin1: string): string =>
  Buffer.from(latin1, 'latin1').toString('hex').replace(/../g, '%$&')

const inHeaders = (
  change: (headers: readonly Header[], random: Random) => readonly Header[]
): Mutation => {
  return (request, random) => ({ ...request, headers: change(request.headers, random) })
}

/** One header of the request, changed. */
const inOneHeader = (change: (header: Header, random: Random) => readonly Header[]): Mutation =>
  inHeaders((headers, random) => {
    const chosen = random.below(headers.length)
    return headers.flatMap((header, i) => (i === chosen ? change(header, random) : [header]))
  })

const headerMutations = [
  inHeaders((headers, random) => [...headers, random.pick(hostile.headers)]),
  inHeaders((headers, random) => [random.pick(hostile.headers), ...headers]),
  inOneHeader((header) => [header, header]),
  inOneHeader(() => []),
  inOneHeader(([name], random) => [[name, random.pick(hostile.headers)[1]]]),
  inOneHeader(([name, value], random) => [
    [name, value + 'x'.repeat(random.pick([100, 5000, 40_000]))],
  ]),
  inOneHeader(([name, value], random) => [
    [name, value.replace(/\d+/, () => random.pick(hostile.numbers))],
  ]),
  inOneHeader(([name, value], random) => [
    [name, `${value}${random.pick([',', ';', '\r\n folded', '\0', '\xff', '"', ', x'])}`],
  ]),
  inOneHeader(([name, value], random) => [
    [random.pick([name.toUpperCase(), `${name} `, ` ${name}`, '', `${name}\0`]), value],
  ]),
  inHeaders((headers, random) =>
    headers.concat(
      Array.from({ length: random.pick([50, 500, 2500]) }, (_, i): Header => [`X-${i}`, 'y'])
    )
  ),
]

export const headMutations: readonly Mutation[] = [
  otherMethod,
  otherVersion,
  ...targetMutations,
  ...headerMutations,
  ...headerMutations,
]
