import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeEach, expect, it } from 'vitest'
import type { Fs } from '../../../src/storage/fs/fs.js'
import { nodeFs } from '../../../src/storage/fs/node-fs.js'
import { readOnlyFs } from '../../../src/storage/fs/read-only-fs.js'
import { snapshotOf, tempDir } from '../../support/data-dir.js'

let directory: string
let fs: Fs
const path = (name: string) => join(directory, name)

beforeEach(async () => {
  directory = await tempDir()
  await writeFile(path('file'), 'bytes')
  await mkdir(path('folder'))
  fs = readOnlyFs(nodeFs)
})

it('reads what is there', async () => {
  const file = await fs.open(path('file'), 'read')
  const buffer = Buffer.alloc(10)
  expect(buffer.toString('utf8', 0, await file.read(buffer, 1))).toBe('ytes')
  expect((await file.stat()).size).toBe(5)
  await file.close()
  expect((await fs.list(directory)).sort()).toEqual(['file', 'folder'])
  expect((await fs.stat(path('folder'))).isDirectory).toBe(true)
  expect(await fs.freeSpace(directory)).toBeGreaterThan(0)
})

it('only seems to tidy up', async () => {
  const before = await snapshotOf(directory)
  const file = await fs.open(path('file'), 'write')
  await file.truncate(0)
  await file.datasync()
  await file.close()
  await fs.rename(path('file'), path('other'))
  await fs.unlink(path('file'))
  await fs.makeDirectory(path('new'))
  await fs.syncDirectory(directory)
  expect(await snapshotOf(directory)).toEqual(before)
})

it('refuses to make or write a file', async () => {
  const before = await snapshotOf(directory)
  await expect(fs.open(path('new'), 'create')).rejects.toMatchObject({ code: 'EROFS' })
  await expect(fs.requireWritable(directory)).rejects.toMatchObject({ code: 'EROFS' })
  await expect(fs.open(path('file'), 'append')).rejects.toMatchObject({ code: 'EROFS' })
  const file = await fs.open(path('file'), 'write')
  await expect(file.write([Buffer.from('x')])).rejects.toMatchObject({ code: 'EROFS' })
  await file.close()
  expect(await snapshotOf(directory)).toEqual(before)
})

it('says that a file is missing, and makes none', async () => {
  await expect(fs.open(path('nowhere'), 'write')).rejects.toMatchObject({ code: 'ENOENT' })
})
