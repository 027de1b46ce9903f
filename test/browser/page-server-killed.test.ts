import { createHash, randomBytes } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { tempDir } from '../support/data-dir.js'
import { ownServer } from '../support/suite.js'
import { pageOf } from './support/page-of.js'
import { usePages } from './support/use-pages.js'

const newPage = usePages()

const MiB = 1024 ** 2

/** Files on a disk, one of them of 200 MiB, and the SHA-256 of each by its name. */
async function twentyFiles() {
  const directory = await tempDir()
  const hashes: Record<string, string> = {}
  for (let at = 0; at < 20; at++) {
    const name = at === 7 ? 'the large one.bin' : `file ${at}.bin`
    const bytes = randomBytes(at === 7 ? 200 * MiB : 1000 * at)
    await writeFile(join(directory, name), bytes)
    hashes[name] = createHash('sha256').update(bytes).digest('hex')
  }
  const paths = Object.keys(hashes).map((name) => join(directory, name))
  return { hashes, paths }
}

test('20 files that are dropped arrive whole, with the server killed and started again in the middle', async () => {
  const { hashes, paths } = await twentyFiles()
  const suite = await ownServer()
  const { port } = suite.server
  const files = await (await newPage(pageOf(suite))).open()
  const offsets: number[] = []
  files.page.on('response', async (answer) => {
    if (answer.request().method() !== 'HEAD') return
    offsets.push(Number(await answer.headerValue('upload-offset')))
  })
  // Slow enough that the large one is never through before it is looked at.
  await files.throttle(8 * MiB)
  await files.drop(...paths)
  await expect.poll(() => files.sent('the large one.bin')).toBeGreaterThan(40 * MiB)
  await suite.server.kill()
  await files.upload('the large one.bin').getByText('trying again').waitFor()
  await files.throttle()
  await suite.restart({ PORT: String(port) })
  await files.uploaded(20)
  const stored = (await suite.list()).map(({ file_name, sha256 }) => [file_name, sha256])
  expect(stored).toHaveLength(20)
  expect(Object.fromEntries(stored)).toEqual(hashes)
  // It went on near where it was: what came last was not durable yet.
  expect(Math.max(...offsets)).toBeGreaterThan(MiB)
  await expect.poll(async () => (await files.names()).sort()).toEqual(Object.keys(hashes).sort())
})
