import { describe, expect, test } from 'vitest'
import { FileError } from '../../src/core/errors.js'
import type { Guard } from '../../src/core/file-service.js'
import { codeOf } from './code-of.js'
import { serviceInMemory } from './service-in-memory.js'
import { sourceOf, uploadOf } from './sources.js'

const ofRevision =
  (revision: number): Guard =>
  (record) => {
    if (record.revision !== revision) throw new FileError('PRECONDITION_FAILED')
  }

describe('upload', () => {
  test('stores a new file under its id, with name, type and content', async () => {
    const { service, contents, metadata } = serviceInMemory()
    const source = uploadOf('hello', { name: 'dir/e\u0301.txt', type: 'a/b; c=d' })
    const file = await service.upload(source, { publish: false })
    expect(file).toMatchObject({
      name: '\u00e9.txt',
      type: 'a/b; c=d',
      size: 5,
      contentKey: file.id,
      publishedAs: null,
      revision: 1,
    })
    expect(metadata.files.get(file.id)).toEqual(file)
    expect(contents.contents.get(file.id)?.toString()).toBe('hello')
  })

  test('lets the extension decide where no type was declared', async () => {
    const { service } = serviceInMemory()
    const typeOf = async (name: string) =>
      (await service.upload(uploadOf('x', { name }), { publish: false })).type
    expect(await typeOf('a.png')).toBe('image/png')
    expect(await typeOf('a')).toBe('application/octet-stream')
  })

  test('publishes under the safe name of the whole name as it was sent', async () => {
    const { service } = serviceInMemory()
    const source = uploadOf('x', { name: '../../etc/passwd' })
    const file = await service.upload(source, { publish: true })
    expect(file).toMatchObject({ name: 'passwd', publishedAs: 'etc_passwd' })
  })

  test.each([
    ['no bytes', undefined, { name: 'a' }, 'NO_FILE'],
    ['no name', 'x', {}, 'NO_FILE'],
    ['a bad name', 'x', { name: 'a\0' }, 'INVALID_NAME'],
  ])('with %s stores nothing', async (_, bytes, facts, code) => {
    const { service, contents, metadata } = serviceInMemory()
    const upload = () => service.upload(uploadOf(bytes, facts), { publish: false })
    expect(await codeOf(upload)).toBe(code)
    expect(metadata.files.size + contents.contents.size + contents.staged.size).toBe(0)
  })

  test('leaves few contents without a record at any moment, however many come at once', async () => {
    const { service, metadata, stored } = serviceInMemory()
    const files = await Promise.all(Array.from({ length: 200 }, () => stored('old')))
    let exposed = 0
    let most = 0
    const watch = async <T>(work: () => Promise<T>): Promise<T> => {
      most = Math.max(most, ++exposed)
      await new Promise(setImmediate)
      return work().finally(() => exposed--)
    }
    const [insert, remove] = [metadata.insert.bind(metadata), metadata.delete.bind(metadata)]
    metadata.insert = (...of) => watch(() => insert(...of))
    metadata.delete = (...of) => watch(() => remove(...of))
    await Promise.all([
      ...Array.from({ length: 200 }, () => stored('new')),
      ...files.map(({ id }) => service.delete(id, undefined)),
    ])
    expect(most).toBeGreaterThan(1)
    // A start refuses from 100 on, and a power cut may add removals that were not synced.
    expect(most).toBeLessThanOrEqual(50)
    expect(metadata.files.size).toBe(200)
  })

  test('waits for no other upload where notes tell what a crash left', async () => {
    const { service, metadata, stored } = serviceInMemory({ isNoted: true })
    const { id } = await stored('old')
    let begun = 0
    let finish = () => {}
    const slow = new Promise<void>((resolve) => (finish = resolve))
    metadata.before = async (method) => {
      if (method !== 'insert') return
      begun++
      await slow
    }
    const uploads = Array.from({ length: 200 }, () => stored('new'))
    await expect.poll(() => begun).toBe(200)
    await service.delete(id, undefined)
    finish()
    await Promise.all(uploads)
  })

  test('keeps bytes whose commit may have happened', async () => {
    const { service, contents, metadata } = serviceInMemory()
    metadata.outcome = () => {
      throw new FileError('DURABILITY_UNKNOWN')
    }
    const upload = () => service.upload(uploadOf('x', { name: 'a' }), { publish: false })
    expect(await codeOf(upload)).toBe('DURABILITY_UNKNOWN')
    expect([...contents.contents.keys()]).toEqual([...metadata.files.keys()])
  })
})

describe('update', () => {
  test('changes what was brought and leaves the rest', async () => {
    const { service, stored } = serviceInMemory()
    const { id } = await stored('old', { name: 'a.txt', type: 'text/plain' })
    const renamed = await service.update(
      id,
      () => uploadOf(undefined, { name: 'x/b.txt' }),
      undefined
    )
    expect(renamed).toMatchObject({ name: 'b.txt', type: 'text/plain', size: 3, revision: 2 })
    const retyped = await service.update(id, () => uploadOf(undefined, { type: 'a/b' }), undefined)
    expect(retyped).toMatchObject({ name: 'b.txt', type: 'a/b', revision: 3 })
    const replaced = await service.update(id, () => uploadOf('newer'), undefined)
    expect(replaced).toMatchObject({ name: 'b.txt', type: 'a/b', size: 5, revision: 4 })
  })

  test('gives new bytes a key of their own and removes the old ones after the commit', async () => {
    const { service, contents, stored } = serviceInMemory()
    const before = await stored('old')
    contents.before = (method, key) => {
      if (method === 'delete') expect([...contents.contents.keys()]).toContain(key)
    }
    const after = await service.update(before.id, () => uploadOf('new'), undefined)
    expect(after.contentKey).not.toBe(before.contentKey)
    expect([...contents.contents.keys()]).toEqual([after.contentKey])
  })

  test('leaves content alone that only got another name', async () => {
    const { service, contents, stored } = serviceInMemory()
    const { id } = await stored('old')
    await service.update(id, () => uploadOf(undefined, { name: 'b' }), undefined)
    expect(contents.contents.get(id)?.toString()).toBe('old')
  })

  test('of a missing file is refused before a byte is read', async () => {
    const { service } = serviceInMemory()
    for (const guard of [undefined, () => {}]) {
      const bytes = sourceOf(['x'])
      const update = () => service.update('missing', () => uploadOf(bytes), guard)
      expect(await codeOf(update)).toBe('FILE_NOT_FOUND')
      expect(bytes.pulled).toBe(0)
    }
  })

  test('that the guard refuses is refused before a byte is read', async () => {
    const { service, stored } = serviceInMemory()
    const { id } = await stored('old')
    const bytes = sourceOf(['x'])
    const update = () => service.update(id, () => uploadOf(bytes), ofRevision(7))
    expect(await codeOf(update)).toBe('PRECONDITION_FAILED')
    expect(bytes.pulled).toBe(0)
  })

  test.each([
    ['a name that is none', { name: '..' }, 'INVALID_NAME'],
    ['more than may be', { atLeast: 1001 }, 'FILE_TOO_LARGE'],
  ])('that announces %s is refused for that, not by the guard', async (_, members, code) => {
    const { service, stored } = serviceInMemory({ maxFileSize: 1000 })
    const { id } = await stored('old')
    const update = () => service.update(id, () => uploadOf('x', {}, members), ofRevision(7))
    expect(await codeOf(update)).toBe(code)
  })

  test('asks the guard again when another change came first, and leaves nothing when it refuses', async () => {
    const { service, contents, metadata, stored } = serviceInMemory()
    const { id } = await stored('old')
    let others = 0
    metadata.before = async (method) => {
      if (method !== 'update' || others++ > 0) return
      await service.update(id, () => uploadOf('theirs'), undefined)
    }
    const update = () => service.update(id, () => uploadOf('ours'), ofRevision(1))
    expect(await codeOf(update)).toBe('PRECONDITION_FAILED')
    expect([...contents.contents.values()].map(String)).toEqual(['theirs'])
    expect(contents.staged.size).toBe(0)
  })

  test('goes on after a conflict when the guard lets the new version pass as well', async () => {
    const { service, metadata, contents, stored } = serviceInMemory()
    const { id } = await stored('old')
    const seen: number[] = []
    let others = 0
    metadata.before = async (method) => {
      if (method !== 'update' || others++ > 0) return
      await service.update(id, () => uploadOf('theirs'), undefined)
    }
    const guard: Guard = ({ revision }) => seen.push(revision)
    const after = await service.update(id, () => uploadOf('ours'), guard)
    expect(after).toMatchObject({ revision: 3, size: 4 })
    expect(seen).toEqual([1, 1, 2])
    expect([...contents.contents.values()].map(String)).toEqual(['ours'])
  })

  test('lets one of 50 win that were made for the same version', async () => {
    const { service, contents, stored } = serviceInMemory()
    const { id } = await stored('old')
    const updates = Array.from({ length: 50 }, (_, i) =>
      service.update(id, () => uploadOf(`writer ${i}`), ofRevision(1))
    )
    const outcomes = await Promise.allSettled(updates)
    const winners = outcomes.filter(({ status }) => status === 'fulfilled')
    const reasons = outcomes.flatMap((o) => (o.status === 'rejected' ? [o.reason.code] : []))
    expect(winners).toHaveLength(1)
    expect(new Set(reasons)).toEqual(new Set(['PRECONDITION_FAILED']))
    const file = await service.get(id)
    expect(file.revision).toBe(2)
    expect([...contents.contents.keys()]).toEqual([file.contentKey])
    expect(contents.staged.size).toBe(0)
  })

  test('lets all of 50 through that were made for any version, one after the other', async () => {
    const { service, contents, stored } = serviceInMemory()
    const { id } = await stored('old')
    await Promise.all(
      Array.from({ length: 50 }, (_, i) =>
        service.update(
          id,
          () => uploadOf(`${i}`),
          () => {}
        )
      )
    )
    const file = await service.get(id)
    expect(file.revision).toBe(51)
    expect([...contents.contents.keys()]).toEqual([file.contentKey])
  })

  test('does not report old bytes that could not be removed as a failure, but reports them', async () => {
    const { service, contents, reports, stored } = serviceInMemory()
    const { id } = await stored('old')
    const cause = new FileError('STORE_UNAVAILABLE')
    contents.before = (method) => {
      if (method === 'delete') throw cause
    }
    const after = await service.update(id, () => uploadOf('new'), undefined)
    expect(after.size).toBe(3)
    expect(reports).toEqual([['warn', expect.stringContaining('could not be removed'), cause]])
  })
})

describe('delete', () => {
  test('removes record and bytes', async () => {
    const { service, contents, stored } = serviceInMemory()
    const { id } = await stored('old')
    await service.delete(id, undefined)
    expect(await codeOf(() => service.get(id))).toBe('FILE_NOT_FOUND')
    expect(contents.contents.size).toBe(0)
    expect(await codeOf(() => service.delete(id, undefined))).toBe('FILE_NOT_FOUND')
  })

  test('keeps a file that the guard protects', async () => {
    const { service, contents, stored } = serviceInMemory()
    const { id } = await stored('old')
    expect(await codeOf(() => service.delete(id, ofRevision(2)))).toBe('PRECONDITION_FAILED')
    expect(contents.contents.size).toBe(1)
  })

  test('asks the guard again when a change came first', async () => {
    const { service, metadata, stored } = serviceInMemory()
    const { id } = await stored('old')
    metadata.before = async (method) => {
      if (method === 'delete') await service.update(id, () => uploadOf('new'), undefined)
    }
    expect(await codeOf(() => service.delete(id, ofRevision(1)))).toBe('PRECONDITION_FAILED')
    expect((await service.get(id)).revision).toBe(2)
  })

  test('lets one of 50 through', async () => {
    const { service, stored } = serviceInMemory()
    const { id } = await stored('old')
    const codes = await Promise.all(
      Array.from({ length: 50 }, () => codeOf(() => service.delete(id, ofRevision(1))))
    )
    expect(codes.filter((code) => code === 'no error')).toHaveLength(1)
    expect(codes.filter((code) => code === 'FILE_NOT_FOUND')).toHaveLength(49)
  })

  test('reports bytes that could not be removed', async () => {
    const { service, contents, reports, stored } = serviceInMemory()
    const { id } = await stored('old')
    contents.before = () => {
      throw new FileError('STORE_UNAVAILABLE')
    }
    await service.delete(id, undefined)
    expect(reports.map(([level]) => level)).toEqual(['warn'])
  })
})
