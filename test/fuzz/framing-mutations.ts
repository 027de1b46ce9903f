import { numbers } from './hostile-values.js'
import type { Mutation } from './mutation.js'
import type { Random } from './random.js'
import type { Framed, Header } from './wire-request.js'

const framing = (frame: (body: Buffer, random: Random) => Framed): Mutation => {
  return (request, random) => ({ ...request, framed: frame(request.body, random) })
}

const length = (value: string | number): Header => ['Content-Length', `${value}`]
const chunked: Header = ['Transfer-Encoding', 'chunked']

/** The body in chunks; `sizeOf` may say something else than what comes. */
function inChunks(body: Buffer, random: Random, sizeOf: (size: number) => string): Buffer {
  const pieces: Buffer[] = []
  const step = Math.max(1, Math.ceil(body.length / random.between(1, 6)))
  for (let at = 0; at < body.length; at += step) {
    const piece = body.subarray(at, at + step)
    pieces.push(Buffer.from(`${sizeOf(piece.length)}\r\n`, 'latin1'), piece, Buffer.from('\r\n'))
  }
  return Buffer.concat(pieces)
}

const hex = (size: number): string => size.toString(16)

const badSizes = [
  ...['zz', '', '-1', '0x5', ' 5', '5 ', 'ffffffffffffffff', 'fffffffffffffffffffff', '0', '5;a=b'],
  ...[`5;${'x'.repeat(3000)}`, '5\n', '+5', '5\0', '00000000000000005', '7fffffffffffffff'],
]

const endings = [
  ...[
    '0\r\n\r\n',
    '0\r\nX-A: b\r\n\r\n',
    '0\r\n__proto__: x\r\n\r\n',
    '0\r\n',
    '0',
    '',
    '00\r\n\r\n',
  ],
  ...[
    '0\r\nContent-Length: 5\r\n\r\n',
    '0\r\n\r\n\r\n',
    '0\n\n',
    `0\r\nX: ${'y'.repeat(9000)}\r\n\r\n`,
    'x',
  ],
]

const chunks = (random: Random, body: Buffer, ending: string, sizeOf = hex): Framed => ({
  headers: [chunked],
  bytes: Buffer.concat([inChunks(body, random, sizeOf), Buffer.from(ending, 'latin1')]),
})

export const framingMutations: readonly Mutation[] = [
  framing((body, random) => chunks(random, body, '0\r\n\r\n')),
  framing((body, random) => chunks(random, body, random.pick(endings))),
  framing((body, random) =>
    chunks(random, body, '0\r\n\r\n', (size) =>
      random.chance(0.4) ? random.pick(badSizes) : hex(size)
    )
  ),
  framing((body, random) =>
    chunks(random, body, '0\r\n\r\n', (size) => hex(Math.max(0, size + random.between(-2, 2))))
  ),
  framing((body, random) => ({
    headers: [length(Math.max(0, body.length + random.between(-20, 20)))],
    bytes: body,
  })),
  framing((body, random) => ({ headers: [length(random.pick(numbers))], bytes: body })),
  framing((body, random) => ({
    headers: [length(body.length), length(random.chance(0.5) ? body.length : random.pick(numbers))],
    bytes: body,
  })),
  framing((body, random) => ({
    headers: random.chance(0.5) ? [length(body.length), chunked] : [chunked, length(body.length)],
    bytes: inChunks(body, random, hex),
  })),
  framing((body) => ({ headers: [], bytes: body })),
  framing((body) => ({ headers: [chunked], bytes: body })),
]
