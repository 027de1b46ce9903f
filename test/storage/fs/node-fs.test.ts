import { execFileSync } from 'node:child_process'
import { mkdir, readFile, stat, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest'
import type { OpenMode } from '../../../src/storage/fs/fs.js'
import { nodeFs } from '../../../src/storage/fs/node-fs.js'
import { makeTempDir, removeDir } from '../../support/temp-dir.js'

let directory: string
const path = (name: string) => join(directory, name)

beforeEach(async () => {
  directory = await makeTempDir()
  const made = directory
  onTestFinished(() => removeDir(made))
})

async function opened(name: string, mode: OpenMode) {
  const file = await nodeFs.open(path(name), mode)
  onTestFinished(() => file.close().catch(() => {}))
  return file
}

const nativeCode = (work: Promise<unknown>) =>
  work.then(
    () => 'no error',
    (error: NodeJS.ErrnoException) => error.code
  )

describe('open', () => {
  test('to create makes a file for the owner alone, and only a new one', async () => {
    await opened('a', 'create')
    expect((await stat(path('a'))).mode & 0o777).toBe(0o600)
    expect(await nativeCode(opened('a', 'create'))).toBe('EEXIST')
  })

  test('to read or to write needs a file that is there', async () => {
    expect(await nativeCode(opened('a', 'read'))).toBe('ENOENT')
    expect(await nativeCode(opened('a', 'write'))).toBe('ENOENT')
  })

  test('to read waits for nobody where a FIFO stands in place of a file', async () => {
    execFileSync('mkfifo', [path('fifo')])
    const file = await opened('fifo', 'read')
    expect((await file.stat()).isFile).toBe(false)
  })

  test('to append makes the file where it is missing and writes at its end', async () => {
    for (const text of ['ab', 'cd']) {
      const file = await opened('a', 'append')
      await file.write([Buffer.from(text)])
    }
    expect(await readFile(path('a'), 'utf8')).toBe('abcd')
  })

  test.each(['read', 'create', 'append', 'write'] as const)(
    'to %s follows no symbolic link',
    async (mode) => {
      await writeFile(path('target'), 'precious')
      await symlink(path('target'), path('link'))
      expect(await nativeCode(opened('link', mode))).toMatch(/^(ELOOP|EEXIST)$/)
      await symlink(path('nowhere'), path('dangling'))
      expect(await nativeCode(opened('dangling', mode))).toMatch(/^(ELOOP|EEXIST)$/)
      expect(await readFile(path('target'), 'utf8')).toBe('precious')
    }
  )
})

describe('a file', () => {
  test('takes several buffers at a position and says how many bytes it took', async () => {
    const file = await opened('a', 'create')
    expect(await file.write([Buffer.from('abc'), Buffer.from('def')], 0)).toBe(6)
    expect(await file.write([Buffer.from('X')], 2)).toBe(1)
    await file.datasync()
    expect(await readFile(path('a'), 'utf8')).toBe('abXdef')
  })

  test('is read from a position, and gives 0 bytes at its end', async () => {
    await writeFile(path('a'), 'abcdef')
    const file = await opened('a', 'read')
    const buffer = Buffer.alloc(4)
    expect(await file.read(buffer, 3)).toBe(3)
    expect(buffer.toString('latin1', 0, 3)).toBe('def')
    expect(await file.read(buffer, 6)).toBe(0)
  })

  test('can be shortened and says what it is', async () => {
    await writeFile(path('a'), 'abcdef')
    const file = await opened('a', 'write')
    await file.truncate(2)
    expect(await file.stat()).toMatchObject({ size: 2, isFile: true, isDirectory: false })
  })
})

describe('a directory', () => {
  test('is made with its parents, for the owner alone, again and again', async () => {
    await nodeFs.makeDirectory(path('a/b'))
    await nodeFs.makeDirectory(path('a/b'))
    expect((await stat(path('a/b'))).mode & 0o777).toBe(0o700)
  })

  // With `recursive` Node never comes back from there (Linux).
  test('is refused where no directory can be made', async () => {
    await writeFile(path('file'), '')
    expect(await nativeCode(nodeFs.makeDirectory(path('file/a')))).toBe('ENOTDIR')
    expect(await nativeCode(nodeFs.makeDirectory('/proc/missing/a'))).toMatch(/^(?:ENOENT|EACCES)$/)
  })

  test('is listed and synced', async () => {
    await writeFile(path('x'), '')
    await mkdir(path('y'))
    expect((await nodeFs.list(directory)).sort()).toEqual(['x', 'y'])
    await nodeFs.syncDirectory(directory)
    expect(await nativeCode(nodeFs.syncDirectory(path('missing')))).toBe('ENOENT')
  })

  test('says whether it may be written to', async () => {
    await nodeFs.requireWritable(directory)
    expect(await nativeCode(nodeFs.requireWritable(path('missing')))).toBe('ENOENT')
    // What nobody may enter is forbidden to root as well.
    await writeFile(path('file'), '')
    expect(await nativeCode(nodeFs.requireWritable(path('file')))).toBe('EACCES')
  })

  test('loses an entry by a removal, and gives one another name', async () => {
    await writeFile(path('x'), '1')
    await nodeFs.rename(path('x'), path('y'))
    expect(await nodeFs.list(directory)).toEqual(['y'])
    await nodeFs.unlink(path('y'))
    expect(await nodeFs.list(directory)).toEqual([])
    expect(await nativeCode(nodeFs.unlink(path('y')))).toBe('ENOENT')
  })
})

describe('facts', () => {
  test('of an entry are its own, not those of what a link points to', async () => {
    await writeFile(path('x'), 'abc')
    await symlink(path('x'), path('link'))
    expect(await nodeFs.stat(path('x'))).toMatchObject({ size: 3, isFile: true })
    expect(await nodeFs.stat(path('link'))).toMatchObject({ isFile: false, isDirectory: false })
    expect((await nodeFs.stat(directory)).device).toBe((await nodeFs.stat(path('x'))).device)
  })

  test('of the space are those of its file system', async () => {
    expect(await nodeFs.freeSpace(directory)).toBeGreaterThan(0)
  })
})
