import { randomBytes } from 'node:crypto'
import { closeSync, existsSync, openSync, readFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'

const block = 16 * 1024 * 1024

/** What is uploaded: files of random bytes, in memory, so that to read them costs no disk. */
export class Contents {
  constructor(private readonly directory: string) {}

  path(size: number): string {
    const path = join(this.directory, `content-${size}`)
    if (existsSync(path)) return path
    const bytes = randomBytes(Math.min(size, block))
    const file = openSync(path, 'w')
    for (let left = size; left > 0; left -= block) writeSync(file, bytes, 0, Math.min(left, block))
    closeSync(file)
    return path
  }

  bytes(size: number): Buffer {
    return readFileSync(this.path(size))
  }
}
