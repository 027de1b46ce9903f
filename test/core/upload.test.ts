import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { FileError } from '../../src/core/errors.js'
import { type Received, receive, type UploadSource } from '../../src/core/upload.js'
import { codeOf } from './code-of.js'
import { latch } from './latch.js'
import { MemoryContentStore } from './memory-content-store.js'
import { sourceOf, uploadOf } from './sources.js'

const publish = async ({ content }: Received) => {
  await content?.staged.publish()
  return 'committed'
}

const refuse = (code: ConstructorParameters<typeof FileError>[0]) => async () => {
  throw new FileError(code)
}

interface Options {
  readonly contents?: MemoryContentStore
  readonly maxFileSize?: number
  readonly commit?: (received: Received) => Promise<string>
}

const take = (
  source: UploadSource,
  { contents = new MemoryContentStore(), maxFileSize = 0, commit = publish }: Options = {}
) => receive({ contents, maxFileSize, key: 'k', source, commit })

describe('receive', () => {
  test('hands the staged bytes and what is known of them to the commit', async () => {
    const contents = new MemoryContentStore()
    const sha256 = createHash('sha256').update('hello').digest('hex')
    const commit = async ({ facts, content }: Received) => {
      expect(facts).toEqual({ name: 'a', type: 'b/c' })
      expect(content?.facts).toEqual({ contentKey: 'k', size: 5, sha256 })
      expect([...contents.staged.keys()]).toEqual(['k'])
      return publish({ facts, ...(content && { content }) })
    }
    const source = uploadOf(sourceOf(['hel', 'lo']), { name: 'a', type: 'b/c' })
    expect(await take(source, { contents, commit })).toBe('committed')
    expect(contents.contents.get('k')?.toString()).toBe('hello')
    expect(contents.staged.size).toBe(0)
  })

  test('commits facts alone where no bytes came', async () => {
    const commit = async (received: Received) => {
      expect(received).toEqual({ facts: { name: 'a' } })
      return 'renamed'
    }
    expect(await take(uploadOf(undefined, { name: 'a' }), { commit })).toBe('renamed')
  })

  test('leaves the chunks of a content that the store did not take, whether it began or not', async () => {
    for (const begins of [false, true]) {
      const contents = new MemoryContentStore()
      contents.stage = async (_key, bytes) => {
        // As one does that reads some of it before it opens a file.
        if (begins) await (bytes as AsyncIterable<Uint8Array>)[Symbol.asyncIterator]().next()
        throw new FileError('STORE_UNAVAILABLE')
      }
      const chunks = sourceOf(['hel', 'lo'])
      expect(await codeOf(() => take(uploadOf(chunks), { contents }))).toBe('STORE_UNAVAILABLE')
      expect(chunks.left).toBe(true)
    }
  })

  describe('before a byte is read', () => {
    const untouched = async (source: Partial<UploadSource>, options: Options = {}) => {
      const chunks = sourceOf(['hello'])
      const code = await codeOf(() => take(uploadOf(chunks, {}, source), options))
      expect(chunks.pulled).toBe(0)
      return code
    }

    test('refuses a bad name', async () => {
      expect(await untouched({ name: 'a\0b' })).toBe('INVALID_NAME')
    })

    test('refuses an announced length over the limit, and takes one that is the limit', async () => {
      expect(await untouched({ atLeast: 6 }, { maxFileSize: 5 })).toBe('FILE_TOO_LARGE')
      const whole = uploadOf('hello', {}, { atLeast: 5 })
      expect(await take(whole, { maxFileSize: 5 })).toBe('committed')
    })

    test('refuses an announced length that does not fit', async () => {
      const contents = new MemoryContentStore()
      contents.before = (method) => {
        if (method === 'ensureSpace') throw new FileError('INSUFFICIENT_STORAGE')
      }
      expect(await untouched({ atLeast: 5 }, { contents })).toBe('INSUFFICIENT_STORAGE')
      expect(contents.spaces).toEqual([5])
    })

    test('asks for the reserve alone where no length was announced, and for none without bytes', async () => {
      const contents = new MemoryContentStore()
      await take(uploadOf('hello'), { contents })
      expect(contents.spaces).toEqual([0])
      await take(uploadOf(undefined), { contents })
      expect(contents.spaces).toEqual([0])
    })
  })

  describe('leaves nothing behind', () => {
    const nothingStays = async (source: UploadSource, options: Options = {}) => {
      const contents = options.contents ?? new MemoryContentStore()
      const code = await codeOf(() => take(source, { ...options, contents }))
      expect(contents.staged.size).toBe(0)
      expect(contents.contents.size).toBe(0)
      return code
    }

    test('when the bytes break off', async () => {
      const broken = sourceOf(['hel', new FileError('INVALID_REQUEST')])
      expect(await nothingStays(uploadOf(broken))).toBe('INVALID_REQUEST')
    })

    test('when there are too many bytes', async () => {
      const source = uploadOf(sourceOf(['hel', 'lo']))
      expect(await nothingStays(source, { maxFileSize: 4 })).toBe('FILE_TOO_LARGE')
    })

    test('when the digest is another', async () => {
      const digests = [{ algorithm: 'sha256' as const, value: Buffer.alloc(32) }]
      expect(await nothingStays(uploadOf('hello', {}, { digests }))).toBe('DIGEST_MISMATCH')
    })

    test('when what comes behind the bytes is not acceptable', async () => {
      const source: UploadSource = {
        ...uploadOf(undefined),
        receive: async (store) => {
          await store(sourceOf(['hello']))
          throw new FileError('TOO_MANY_FILES')
        },
      }
      expect(await nothingStays(source)).toBe('TOO_MANY_FILES')
    })

    test('when the store cannot stage', async () => {
      const contents = new MemoryContentStore()
      contents.before = (method) => {
        if (method === 'stage') throw new FileError('STORE_UNAVAILABLE')
      }
      expect(await nothingStays(uploadOf('hello'), { contents })).toBe('STORE_UNAVAILABLE')
    })

    test.each([
      'PRECONDITION_FAILED',
      'FILE_NOT_FOUND',
      'STORE_UNAVAILABLE',
      'INSUFFICIENT_STORAGE',
    ] as const)('when the commit fails with %s before it publishes', async (code) => {
      expect(await nothingStays(uploadOf('hello'), { commit: refuse(code) })).toBe(code)
    })

    test('when the commit fails behind the publication', async () => {
      const commit = async (received: Received) => {
        await publish(received)
        throw new FileError('STORE_UNAVAILABLE')
      }
      expect(await nothingStays(uploadOf('hello'), { commit })).toBe('STORE_UNAVAILABLE')
    })

    test('when something fails that nobody thought of', async () => {
      const commit = async () => {
        throw new TypeError('oops')
      }
      expect(await nothingStays(uploadOf('hello'), { commit })).toBe('TypeError: oops')
    })

    // A form that stalls gives up while its last bytes may still be on their way to the disk.
    test('when the source gives up while the store is still taking bytes in', async () => {
      const contents = new MemoryContentStore()
      const [flushing, disk] = [latch(), latch()]
      contents.flush = () => {
        flushing.open()
        return disk.opened
      }
      let storing: Promise<void> | undefined
      const source: UploadSource = {
        ...uploadOf(undefined),
        receive: async (store) => {
          storing = store(sourceOf(['hello']))
          await flushing.opened
          setImmediate(disk.open)
          throw new FileError('REQUEST_TIMEOUT')
        },
      }
      expect(await codeOf(() => take(source, { contents }))).toBe('REQUEST_TIMEOUT')
      await storing
      expect(contents.staged.size).toBe(0)
    })
  })

  test('keeps the bytes when it is not known whether the commit happened', async () => {
    const contents = new MemoryContentStore()
    const commit = async (received: Received) => {
      await publish(received)
      throw new FileError('DURABILITY_UNKNOWN')
    }
    expect(await codeOf(() => take(uploadOf('hello'), { contents, commit }))).toBe(
      'DURABILITY_UNKNOWN'
    )
    expect(contents.contents.get('k')?.toString()).toBe('hello')
  })
})
