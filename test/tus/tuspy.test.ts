import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { cuttingProxy } from '../support/cutting-proxy.js'
import { useServer } from '../support/suite.js'
import { makeTempDir, removeDir } from '../support/temp-dir.js'
import { idOf } from '../support/tus.js'
import { python } from './support/python.js'
import { bytesOf, onlyFileOf, randomCuts } from './support/sent-file.js'

const suite = useServer()

/** Has tuspy upload these bytes, and gives the address. */
async function send(url: string, bytes: Buffer, chunkSize: number, checksum: 'yes' | 'no') {
  const directory = await makeTempDir()
  onTestFinished(() => removeDir(directory))
  const path = join(directory, 'sent.bin')
  await writeFile(path, bytes)
  return python('upload.py', [`${url}/tus`, path, String(chunkSize), checksum])
}

const address = () => `http://127.0.0.1:${suite.current.server.port}`

test.each([
  ['with a name and checksums', 'yes', 'from python.bin'],
  ['with neither', 'no', 'file'],
] as const)('a file comes in pieces, %s', async (_, checksum, name) => {
  const bytes = bytesOf(500_000, name.length)
  const url = await send(address(), bytes, 70_001, checksum)
  const file = await onlyFileOf(suite.current, bytes)
  expect(file).toMatchObject({ file_id: idOf(url), file_name: name })
})

test('an empty file comes', async () => {
  const url = await send(address(), Buffer.alloc(0), 1000, 'no')
  expect((await suite.current.client.get(`/files/${idOf(url)}`)).text).toBe('')
})

test.each([1, 2, 3, 4])('whatever breaks on the way, one file comes, whole: %i', async (seed) => {
  const { toServer } = randomCuts(seed)
  // It gives up where the answer to its first request is lost.
  const proxy = await cuttingProxy(suite.current.server.port, { toServer })
  const bytes = bytesOf(5_000_000, 200 + seed)
  const url = await send(proxy.url, bytes, 900_000, seed % 2 === 0 ? 'yes' : 'no')
  expect((await onlyFileOf(suite.current, bytes)).file_id).toBe(idOf(url))
  expect(proxy.cuts).toBeGreaterThan(0)
})
