import type { Readable } from 'node:stream'
import { GetObjectCommand, HeadObjectCommand } from '@aws-sdk/client-s3'
import { FileError } from '../../../core/errors.js'
import type { ContentRange, ContentReader } from '../../../core/ports/content-store.js'
import type { FoundContent } from '../../../core/ports/store-view.js'
import type { Bucket } from './bucket.js'
import { readError } from './errors.js'
import { ObjectReader } from './object-reader.js'

interface OpenOptions {
  /** Of one byte or more. */
  readonly range: ContentRange
  /** Called once when nothing more is read. */
  readonly onClose: () => void
}

/**
 * Asks for the range, and has the answer say how long the whole content is before a byte of it is read. The answer is
 * under way from then on: what happens to the object does not touch it.
 */
export async function openObject(
  bucket: Bucket,
  key: string,
  { range: { start, end, size }, onClose }: OpenOptions
): Promise<ContentReader> {
  const command = new GetObjectCommand({ ...bucket.object(key), Range: `bytes=${start}-${end}` })
  const answer = await bucket.client.send(command).catch((error) => {
    throw readError(error)
  })
  const body = answer.Body as Readable
  if (wholeSize(answer.ContentRange) !== size) {
    body.on('error', () => {}).destroy()
    throw new FileError('CONTENT_MISSING')
  }
  const { timeout } = bucket.settings
  return new ObjectReader({ body, length: end - start + 1, timeout, onClose })
}

/** What lies under the key; undefined where nothing does. */
export async function findObject(bucket: Bucket, key: string): Promise<FoundContent | undefined> {
  try {
    const answer = await bucket.client.send(new HeadObjectCommand(bucket.object(key)))
    const { ContentLength: size = 0, LastModified: at } = answer
    return { isFile: true, size, modifiedAt: at?.getTime() ?? 0 }
  } catch (error) {
    const failure = readError(error)
    if (failure.code === 'CONTENT_MISSING') return undefined
    throw failure
  }
}

/** A reader without bytes of a content of which no byte is asked for: of an empty one no range could be. */
export async function openNothing(
  bucket: Bucket,
  key: string,
  size: number
): Promise<ContentReader> {
  if ((await findObject(bucket, key))?.size !== size) throw new FileError('CONTENT_MISSING')
  return (async function* () {})()
}

/** Bytes of the whole object by the `Content-Range` of a part. */
const wholeSize = (contentRange = ''): number => Number(/\/(\d+)$/.exec(contentRange)?.[1])
