import { createHash, randomBytes } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'

const contents = {
  empty: Buffer.alloc(0),
  one: Buffer.from('1'),
  large: randomBytes(5 * 1024 ** 2 + 1),
}

const names = {
  cjk: '日本語の文書 한국어 中文.txt',
  emoji: '👩‍👩‍👧 fête 🎉.txt',
  quotes: `"quoted" 'single' \`back\`.txt`,
}

/** Writes what the programs upload: each content under its name, and the names, one a line. */
export async function writeSamples(directory: string): Promise<void> {
  for (const [name, bytes] of Object.entries(contents))
    await writeFile(join(directory, name), bytes)
  // In a file: what an argument is in bytes depends on the locale of the machine, for some languages.
  await writeFile(join(directory, 'names'), Object.values(names).join('\n'))
}

/** Name and digest of every file that a program leaves with the service. */
export const leftBehind: readonly string[] = [
  ...Object.entries(contents).flatMap(([name, bytes]) => [
    `form-${name}.bin ${sha256(bytes)}`,
    `raw-${name}.json ${sha256(bytes)}`,
  ]),
  ...Object.values(names).flatMap((name) => Array(2).fill(`${name} ${sha256(contents.one)}`)),
  `renamed.md ${sha256(contents.large)}`,
].sort()

function sha256(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex')
}
