import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { FileError } from '../../src/core/errors.js'
import { FileService } from '../../src/core/file-service.js'
import type { Report } from '../../src/core/report.js'
import { ResumableUploads } from '../../src/core/resumable-uploads.js'
import { codeOf } from './code-of.js'
import { MemoryContentStore } from './memory-content-store.js'
import { MemoryMetadataStore } from './memory-metadata-store.js'
import { MemoryUploads } from './memory-uploads.js'
import { sourceOf } from './sources.js'

function uploadsInMemory({ maxFileSize = 0, expiresAfter = 60_000, mostUnfinished = 10 } = {}) {
  const contents = new MemoryContentStore()
  const metadata = new MemoryMetadataStore()
  const store = new MemoryUploads(contents)
  const reports: Parameters<Report>[] = []
  const report: Report = (...said) => reports.push(said)
  const options = { contents, metadata, uploads: store, maxFileSize, report }
  const uploads = new ResumableUploads({ ...options, expiresAfter, mostUnfinished })
  const service = new FileService(options)
  const begin = async (size: number, name = 'a.txt') =>
    (await uploads.create({ size, name, metadata: '' })).upload.id
  const append = (id: string, offset: number, ...chunks: (string | Error)[]) =>
    uploads.append(id, { offset, isWhole: false, bytes: () => sourceOf(chunks) })
  return { uploads, service, contents, metadata, store, reports, begin, append }
}

describe('create', () => {
  test('begins an upload under a fresh id, with its display name', async () => {
    const { uploads, contents } = uploadsInMemory()
    const plan = { size: 7, name: 'dir/e\u0301.txt', type: 'a/b', metadata: 'x eA==' }
    const { upload, file } = await uploads.create(plan)
    expect(upload).toMatchObject({ ...plan, name: '\u00e9.txt', offset: 0 })
    expect(file).toBeUndefined()
    expect(contents.spaces).toEqual([7])
  })

  test('of no bytes makes the file at once', async () => {
    const { uploads, metadata } = uploadsInMemory()
    const { upload, file } = await uploads.create({ size: 0, type: 'image/png', metadata: '' })
    expect(file).toMatchObject({ id: upload.id, name: 'file.png', type: 'image/png', size: 0 })
    expect(metadata.files.get(upload.id)).toEqual(file)
  })

  test.each([
    ['a bad name', { size: 1, name: '..' }, 'INVALID_NAME'],
    ['too many bytes', { size: 101, name: 'a' }, 'FILE_TOO_LARGE'],
  ])('with %s begins nothing', async (_, plan, code) => {
    const { uploads, store } = uploadsInMemory({ maxFileSize: 100 })
    expect(await codeOf(() => uploads.create({ ...plan, metadata: '' }))).toBe(code)
    expect(store.uploads.size).toBe(0)
  })

  test('refuses what has no room, and what is too many', async () => {
    const { uploads, contents, begin, append } = uploadsInMemory({ mostUnfinished: 1 })
    contents.before = (method) => {
      if (method === 'ensureSpace') throw new FileError('INSUFFICIENT_STORAGE')
    }
    expect(await codeOf(() => begin(5))).toBe('INSUFFICIENT_STORAGE')
    contents.before = () => {}
    const first = await begin(1)
    expect(await codeOf(() => begin(1))).toBe('TOO_MANY_UPLOADS')
    await append(first, 0, 'x')
    await begin(1)
    expect((await uploads.find(first)).file?.id).toBe(first)
  })
})

test('a place is free as soon as the time of an upload is over', async () => {
  const { store, begin } = uploadsInMemory({ mostUnfinished: 1, expiresAfter: 0 })
  await begin(5)
  await begin(5)
  expect(store.uploads.size).toBe(2)
})

describe('append', () => {
  test('makes the file with the last byte', async () => {
    const { metadata, contents, begin, append } = uploadsInMemory()
    const id = await begin(6, 'a.png')
    expect(await append(id, 0, 'ab', 'c')).toMatchObject({ upload: { offset: 3 } })
    const { file } = await append(id, 3, 'def')
    expect(file).toEqual(metadata.files.get(id))
    expect(file).toMatchObject({
      contentKey: id,
      name: 'a.png',
      type: 'image/png',
      size: 6,
      publishedAs: null,
      sha256: createHash('sha256').update('abcdef').digest('hex'),
    })
    expect(contents.contents.get(id)?.toString()).toBe('abcdef')
  })

  test('elsewhere than the upload is, is a conflict, and asks for no byte', async () => {
    const { uploads, begin } = uploadsInMemory()
    const id = await begin(6)
    const source = sourceOf(['abc'])
    const piece = { offset: 3, isWhole: false, bytes: () => source }
    expect(await codeOf(() => uploads.append(id, piece))).toBe('UPLOAD_CONFLICT')
    expect(source.pulled).toBe(0)
  })

  test('of too many bytes makes no file', async () => {
    const { metadata, begin, append } = uploadsInMemory()
    const id = await begin(3)
    expect(await codeOf(() => append(id, 0, 'abc', 'd'))).toBe('FILE_TOO_LARGE')
    expect(metadata.files.size).toBe(0)
    expect((await append(id, 0, 'abc')).file?.size).toBe(3)
  })

  test('of nothing at the end of a file changes nothing', async () => {
    const { uploads, begin, append } = uploadsInMemory()
    const id = await begin(3)
    await append(id, 0, 'abc')
    expect((await append(id, 3)).file?.id).toBe(id)
    expect(await codeOf(() => append(id, 3, 'd'))).toBe('FILE_TOO_LARGE')
    expect((await uploads.find(id)).file?.id).toBe(id)
  })

  test('keeps what came before the connection broke', async () => {
    const { uploads, begin, append } = uploadsInMemory()
    const id = await begin(6)
    const broken = new FileError('INVALID_REQUEST')
    await expect(append(id, 0, 'abcd', broken)).rejects.toBe(broken)
    expect((await uploads.find(id)).upload.offset).toBe(4)
  })

  test('makes one that is under way end with UPLOAD_BUSY', async () => {
    const { uploads, begin, append } = uploadsInMemory()
    const id = await begin(6)
    let begun = () => {}
    const reading = new Promise<void>((resolve) => {
      begun = resolve
    })
    const silent = uploads.append(id, {
      offset: 0,
      isWhole: false,
      bytes: async function* (signal) {
        yield Buffer.from('abc')
        begun()
        await new Promise((_, reject) => {
          signal.addEventListener('abort', () => reject(signal.reason))
        })
      },
    })
    const ousted = codeOf(() => silent)
    await reading
    expect((await uploads.find(id)).upload.offset).toBe(3)
    expect(await ousted).toBe('UPLOAD_BUSY')
    expect((await append(id, 3, 'def')).file?.size).toBe(6)
  })

  test('whose commit failed can be tried again by whoever asks next', async () => {
    const { uploads, contents, metadata, begin, append } = uploadsInMemory()
    const id = await begin(3)
    const { insert } = metadata
    metadata.insert = async (_file, content) => {
      await content.publish()
      throw new FileError('INSUFFICIENT_STORAGE')
    }
    expect(await codeOf(() => append(id, 0, 'abc'))).toBe('INSUFFICIENT_STORAGE')
    expect(contents.contents.has(id)).toBe(false)
    metadata.insert = insert
    expect((await uploads.find(id)).file?.id).toBe(id)
    expect(contents.contents.get(id)?.toString()).toBe('abc')
  })

  test('leaves the bytes alone where nobody knows whether the commit happened', async () => {
    const { contents, metadata, begin, append } = uploadsInMemory()
    const id = await begin(3)
    metadata.insert = async (_file, content) => {
      await content.publish()
      throw new FileError('DURABILITY_UNKNOWN')
    }
    expect(await codeOf(() => append(id, 0, 'abc'))).toBe('DURABILITY_UNKNOWN')
    expect(contents.contents.get(id)?.toString()).toBe('abc')
  })
})

describe('a file', () => {
  test('that was deleted never comes back from its upload', async () => {
    const { uploads, service, contents, metadata, begin, append } = uploadsInMemory()
    const id = await begin(3)
    await append(id, 0, 'abc')
    await service.delete(id, undefined)
    expect(await codeOf(() => uploads.find(id))).toBe('FILE_NOT_FOUND')
    expect(await codeOf(() => append(id, 3))).toBe('FILE_NOT_FOUND')
    expect(metadata.files.size + contents.contents.size).toBe(0)
  })

  test('is not deleted where its upload cannot be forgotten', async () => {
    const { service, store, metadata, begin, append } = uploadsInMemory()
    const id = await begin(3)
    await append(id, 0, 'abc')
    store.forget = async () => {
      throw new FileError('STORE_UNAVAILABLE')
    }
    expect(await codeOf(() => service.delete(id, undefined))).toBe('STORE_UNAVAILABLE')
    expect(metadata.files.has(id)).toBe(true)
  })

  test('that is none yet cannot be deleted, and its upload goes on', async () => {
    const { uploads, service, begin } = uploadsInMemory()
    const id = await begin(3)
    expect(await codeOf(() => service.delete(id, undefined))).toBe('FILE_NOT_FOUND')
    expect((await uploads.find(id)).upload.offset).toBe(0)
  })

  test('stays when its upload is given up', async () => {
    const { uploads, metadata, begin, append } = uploadsInMemory()
    const id = await begin(3)
    await append(id, 0, 'abc')
    expect(await codeOf(() => uploads.remove(id))).toBe('UPLOAD_GONE')
    expect(metadata.files.has(id)).toBe(true)
  })
})

describe('remove', () => {
  test('leaves nothing of an upload', async () => {
    const { uploads, store, begin } = uploadsInMemory()
    const id = await begin(3)
    await uploads.remove(id)
    expect(store.uploads.size).toBe(0)
    expect(await codeOf(() => uploads.remove(id))).toBe('FILE_NOT_FOUND')
  })
})

describe('an upload whose time is over', () => {
  test('is gone, and removed by the next sweep, while its file stays', async () => {
    const { uploads, store, metadata, begin, append } = uploadsInMemory({ expiresAfter: -1 })
    const id = await begin(3)
    expect(await codeOf(() => uploads.find(id))).toBe('UPLOAD_GONE')
    expect(await codeOf(() => append(id, 0, 'abc'))).toBe('UPLOAD_GONE')
    const done = await begin(3)
    await metadata.insert(
      {
        id: done,
        contentKey: done,
        size: 3,
        sha256: '',
        name: 'a',
        type: 'a/b',
        publishedAs: null,
      },
      { key: done, publish: async () => {}, discard: async () => {} }
    )
    expect(await uploads.expire()).toBe(2)
    expect(store.uploads.size).toBe(0)
    expect(metadata.files.has(done)).toBe(true)
  })

  test('that cannot be removed now is left to the next sweep, and reported', async () => {
    const { uploads, store, reports, begin } = uploadsInMemory({ expiresAfter: -1 })
    await begin(3)
    store.failing = true
    expect(await uploads.expire()).toBe(0)
    expect(reports).toMatchObject([['warn', 'An expired upload could not be removed', {}]])
    store.failing = false
    expect(await uploads.expire()).toBe(1)
  })

  test('is found however many there are', async () => {
    const { uploads, begin } = uploadsInMemory({ expiresAfter: -1, mostUnfinished: 1000 })
    for (let i = 0; i < 250; i++) await begin(1)
    expect(await uploads.expire()).toBe(250)
  })
})
