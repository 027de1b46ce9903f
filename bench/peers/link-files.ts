import { linkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { sampleRecord } from '../store/sample-record.js'

/** Fewer than any file system lets a file have. */
const mostLinks = 30_000

/** Files of a page each under names as people have them, for servers that list a directory: links, for the sake of speed. */
export async function linkFiles(directory: string, count: number): Promise<void> {
  let origin = ''
  for (let number = 0; number < count; number++) {
    const path = join(directory, `${number} ${sampleRecord(number).name}`)
    if (number % mostLinks > 0) {
      linkSync(origin, path)
    } else {
      origin = path
      writeFileSync(path, Buffer.alloc(4096))
    }
  }
}
