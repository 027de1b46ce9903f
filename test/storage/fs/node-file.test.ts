import { constants } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { openNodeFile } from '../../../src/storage/fs/node-file.js'
import { makeTempDir, removeDir } from '../../support/temp-dir.js'

const { O_CREAT, O_RDWR } = constants

async function newFile() {
  const directory = await makeTempDir()
  onTestFinished(() => removeDir(directory))
  const path = join(directory, 'file')
  return { path, file: await openNodeFile(path, O_RDWR | O_CREAT, 0o600) }
}

test('writes where it is told to, or behind what was written', async () => {
  const { path, file } = await newFile()
  expect(await file.write([Buffer.from('ab'), Buffer.from('cd')])).toBe(4)
  expect(await file.write([Buffer.from('ef')])).toBe(2)
  expect(await file.write([Buffer.from('B')], 1)).toBe(1)
  await file.datasync()
  await file.close()
  expect(await readFile(path, 'utf8')).toBe('aBcdef')
})

test('reads, states and cuts', async () => {
  const { file } = await newFile()
  await file.write([Buffer.from('hello')])
  const buffer = Buffer.alloc(3)
  expect(await file.read(buffer, 3)).toBe(2)
  expect(buffer.subarray(0, 2).toString()).toBe('lo')
  await file.truncate(4)
  expect(await file.stat()).toMatchObject({ size: 4, isFile: true, isDirectory: false })
  await file.close()
})

test('is closed once, behind the calls under way, and takes none after that', async () => {
  const { file } = await newFile()
  await file.write([Buffer.alloc(1024 * 1024, 'x')])
  const buffer = Buffer.alloc(1024 * 1024)
  const order: string[] = []
  const reading = file.read(buffer, 0).then((length) => order.push(`read ${length}`))
  const closing = Promise.all([file.close(), file.close()]).then(() => order.push('closed'))
  await expect(file.read(buffer, 0)).rejects.toMatchObject({ code: 'EBADF' })
  await Promise.all([reading, closing])
  expect(order).toEqual(['read 1048576', 'closed'])
})

test('is closed although a call was refused before it began', async () => {
  const { file } = await newFile()
  await expect(file.write([1 as never])).rejects.toMatchObject({ code: 'ERR_INVALID_ARG_TYPE' })
  await file.close()
})

test('rejects with the error of the system', async () => {
  await expect(openNodeFile('/nowhere/at/all', O_RDWR, 0)).rejects.toMatchObject({
    code: 'ENOENT',
    syscall: 'open',
  })
})
