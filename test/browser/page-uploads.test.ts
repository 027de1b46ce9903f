import { createHash } from 'node:crypto'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { tempDir } from '../support/data-dir.js'
import { ownServer } from '../support/suite.js'
import { pageOf } from './support/page-of.js'
import { usePages } from './support/use-pages.js'

const newPage = usePages()

const MiB = 1024 ** 2
const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex')

async function openPage() {
  const suite = await ownServer()
  const files = await (await newPage(pageOf(suite))).open()
  return { suite, files }
}

/** Bytes that are nowhere the same: each block begins with its number. */
function bytesOf(size: number, seed: number): Buffer {
  const bytes = Buffer.alloc(size, seed)
  for (let at = 0; at + 8 <= size; at += 1024) bytes.writeDoubleLE(at + seed, at)
  return bytes
}

const chosen = (name: string, size = 1000) => ({
  name,
  mimeType: 'application/octet-stream',
  buffer: bytesOf(size, name.length),
})

/** So few bytes a second that an upload of some MiB is under way for as long as a test wants. */
const crawl = 64 * 1024

test('folders that are dropped are uploaded with all that is in them', async () => {
  const { suite, files } = await openPage()
  const directory = await tempDir()
  await mkdir(join(directory, 'album', 'cd 1'), { recursive: true })
  await writeFile(join(directory, 'album', 'cover.png'), 'cover')
  await writeFile(join(directory, 'album', 'cd 1', 'song.wav'), 'song')
  await writeFile(join(directory, 'beside.txt'), 'beside')
  await files.drop(join(directory, 'album'), join(directory, 'beside.txt'))
  await files.uploaded(3)
  const names = (await suite.list()).map(({ file_name }) => file_name)
  expect(names.sort()).toEqual(['beside.txt', 'cover.png', 'song.wav'])
})

test('what is held above the page is told that it can be dropped', async () => {
  const { files } = await openPage()
  const paths = [join(await tempDir(), 'held.txt')]
  await writeFile(paths[0] ?? '', 'held')
  const invitation = files.page.getByText('Drop to upload')
  await files.drag('dragEnter', paths)
  // A browser tells again and again that it is still there.
  const look = async () => {
    await files.drag('dragOver', paths)
    return invitation.isVisible()
  }
  await expect.poll(look).toBe(true)
  await files.drag('dragCancel', paths)
  await invitation.waitFor({ state: 'hidden' })
})

test('an upload that is paused stands still, and goes on where it was', async () => {
  const { suite, files } = await openPage()
  const file = chosen('held.bin', 4 * MiB)
  await files.throttle(crawl)
  await files.choose(file)
  const row = files.upload('held.bin')
  await expect.poll(() => files.sent('held.bin')).toBeGreaterThan(0)
  await row.getByRole('button', { name: 'Pause' }).click()
  await files.uploads('Paused')
  const offset = files.page.waitForResponse((answer) => answer.request().method() === 'HEAD')
  await files.throttle()
  await row.getByRole('button', { name: 'Go on' }).click()
  await files.uploaded(1)
  expect(Number(await (await offset).headerValue('upload-offset'))).toBeGreaterThan(0)
  expect(await suite.list()).toMatchObject([{ file_name: 'held.bin', sha256: sha256(file.buffer) }])
})

test('an upload that is cancelled leaves nothing', async () => {
  const { suite, files } = await openPage()
  await files.throttle(crawl)
  await files.choose(chosen('wrong.bin', 4 * MiB))
  await expect.poll(() => files.sent('wrong.bin')).toBeGreaterThan(0)
  const removed = files.page.waitForResponse((answer) => answer.request().method() === 'DELETE')
  await files.upload('wrong.bin').getByRole('button', { name: 'Cancel' }).click()
  await files.upload('wrong.bin').waitFor({ state: 'detached' })
  expect((await removed).status()).toBe(204)
  expect(await suite.quiet()).toEqual({ temporary: [], content: [], list: [] })
})

test('what the service has no room for says so, stays, and is sent when it is tried again', async () => {
  const { suite, files } = await openPage()
  await files.page.route('**/tus', (route) => route.fulfill({ status: 507 }), { times: 1 })
  await files.choose(chosen('large.bin'))
  await files.upload('large.bin').getByText('no room left').waitFor()
  await files.choose(chosen('other.bin'))
  await files.uploads('1 of 2 failed')
  expect(await suite.list()).toMatchObject([{ file_name: 'other.bin' }])
  await files.upload('large.bin').getByRole('button', { name: 'Try' }).click()
  await files.uploaded(2)
  expect(await suite.list()).toMatchObject([{ file_name: 'large.bin' }, { file_name: 'other.bin' }])
})

test('what is refused for good is not tried again, and stays until it is put away itself', async () => {
  const { suite, files } = await openPage()
  await files.choose(chosen('fine.txt'), chosen('invoice_\u202efdp.exe'))
  const refused = files.page.locator('.upload[data-state=failed]')
  await files.uploads('1 of 2 failed')
  expect(await files.page.locator('.upload').first().getAttribute('data-state')).toBe('failed')
  await refused.getByText('control character').waitFor()
  await refused.getByText('invoice_[U+202E]fdp.exe', { exact: true }).waitFor()
  expect(await refused.getByRole('button').count()).toBe(1)
  await files.page.getByRole('button', { name: 'Clear' }).click()
  await files.upload('fine.txt').waitFor({ state: 'detached' })
  await files.choose(chosen('later.txt'))
  await files.uploads('1 of 2 failed')
  await refused.getByRole('button', { name: 'Put away' }).click()
  await files.uploaded(1)
  expect(await suite.list()).toHaveLength(2)
})

test('what is too large is told how large it may be', async () => {
  const suite = await ownServer({ MAX_FILE_SIZE: '1MiB' })
  const files = await (await newPage(pageOf(suite))).open()
  await files.choose(chosen('large.bin', 2 * MiB))
  await files.upload('large.bin').getByText('takes 1.0 MiB at most').waitFor()
})

test('a folder without files says so, and clears nothing', async () => {
  const { files } = await openPage()
  await files.choose(chosen('done.txt'))
  await files.uploaded(1)
  const folder = join(await tempDir(), 'empty')
  await mkdir(folder)
  await files.drop(folder)
  await files.message('There is no file in it')
  await files.uploaded(1)
})

test('a picture that is pasted is uploaded, under the time', async () => {
  const { suite, files } = await openPage()
  await files.page.evaluate(`(async () => {
    const canvas = new OffscreenCanvas(8, 8)
    canvas.getContext('2d').fillRect(0, 0, 4, 4)
    const png = await canvas.convertToBlob({ type: 'image/png' })
    await navigator.clipboard.write([new ClipboardItem({ 'image/png': png })])
  })()`)
  await files.page.keyboard.press('Control+v')
  await files.uploaded(1)
  expect(await suite.list()).toMatchObject([
    { file_name: expect.stringMatching(/^Pasted .+\.png$/), file_type: 'image/png' },
  ])
})

test('what was uploaded can be passed on at once', async () => {
  const { files } = await openPage()
  const file = chosen('passed on.bin')
  await files.choose(file)
  await files.uploaded(1)
  await files.upload('passed on.bin').getByRole('button', { name: /^Copy/ }).click()
  await files.message('Copied the link')
  const link = await files.page.evaluate<string>('navigator.clipboard.readText()')
  expect(Buffer.from(await (await fetch(link)).arrayBuffer())).toEqual(file.buffer)
})
