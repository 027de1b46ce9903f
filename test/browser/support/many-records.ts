import { linkSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { FileRecord } from '../../../src/core/file-record.js'
import { nodeFs } from '../../../src/storage/fs/node-fs.js'
import { installRecords } from '../../../src/storage/metadata/json/install-records.js'

const begin = Date.UTC(2026, 0, 1)
/** A file of an ordinary file system has no more names than that. */
const mostLinks = 30_000

/** The name of this one, newest last. */
export const nameOf = (number: number): string => `report ${String(number).padStart(6, '0')}.txt`

function record(number: number): FileRecord {
  const id = `f${number}`.padEnd(21, '_')
  const at = begin + number
  return {
    id,
    name: nameOf(number),
    type: 'text/plain',
    size: 0,
    sha256: 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
    createdAt: at,
    updatedAt: at,
    downloadCount: number % 10,
    contentKey: id,
    publishedAs: null,
    revision: 1,
  }
}

/** Makes an empty data directory one with so many empty files, with the writer of the store itself. */
export async function fillDirectory(directory: string, count: number): Promise<void> {
  const records = Array.from({ length: count }, (_, number) => record(number))
  const facts = { storeId: 'many', lastSeq: count, lastTime: begin + count }
  await installRecords(nodeFs, directory, { facts, records: () => records })
  const contents = join(directory, 'content')
  mkdirSync(contents)
  let origin = ''
  for (const [at, { contentKey }] of records.entries()) {
    const path = join(contents, contentKey)
    if (at % mostLinks > 0) linkSync(origin, path)
    else writeFileSync(path, '')
    if (at % mostLinks === 0) origin = path
  }
}
