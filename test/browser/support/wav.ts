/** Sound of this length that every player can read: one quiet tone of this many waves a second. */
export function wav(seconds: number, frequency = 220): Buffer {
  const rate = 8000
  const second = Buffer.alloc(rate)
  for (let at = 0; at < rate; at++) {
    second[at] = 128 + Math.round(20 * Math.sin((2 * Math.PI * frequency * at) / rate))
  }
  const samples = Buffer.alloc(seconds * rate, second)
  const head = Buffer.alloc(44)
  head.write('RIFF', 0)
  head.writeUInt32LE(36 + samples.length, 4)
  head.write('WAVEfmt ', 8)
  head.writeUInt32LE(16, 16)
  head.writeUInt16LE(1, 20)
  head.writeUInt16LE(1, 22)
  head.writeUInt32LE(rate, 24)
  head.writeUInt32LE(rate, 28)
  head.writeUInt16LE(1, 32)
  head.writeUInt16LE(8, 34)
  head.write('data', 36)
  head.writeUInt32LE(samples.length, 40)
  return Buffer.concat([head, samples])
}
