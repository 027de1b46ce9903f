import { expect, test } from 'vitest'
import { metadataOf, upload } from '../support/doors.js'
import { ownServer } from '../support/suite.js'
import { pdf, png } from './support/contents.js'
import { pageOf } from './support/page-of.js'
import { usePages } from './support/use-pages.js'

const newPage = usePages()

/** A page over a server with this file, which is opened; `count` is how often it was downloaded. */
async function opened(name: string, content: string | Buffer, type: string) {
  const suite = await ownServer()
  const { file_id } = await upload(suite.client, { name, content, type })
  const files = await (await newPage(pageOf(suite))).open()
  await files.link(name).click()
  await files.dialog.getByRole('heading', { name }).waitFor()
  const count = async () => (await metadataOf(suite.client, file_id)).download_count
  return { suite, files, count }
}

test('a picture is shown from what was fetched, which counts once', async () => {
  const { files, count } = await opened('dot.png', png, 'image/png')
  const image = files.dialog.getByRole('img', { name: 'dot.png' })
  await image.waitFor()
  expect(await image.getAttribute('src')).toMatch(/^blob:/)
  const width = () =>
    files.page.evaluate<number>("document.querySelector('dialog img').naturalWidth")
  await expect.poll(width).toBe(1)
  expect(await count()).toBe(1)
})

test('a PDF is shown by the viewer of the browser, else offered as a download', async () => {
  const { files, count } = await opened('paper.pdf', pdf, 'application/pdf')
  if (await files.page.evaluate<boolean>('navigator.pdfViewerEnabled')) {
    const src = await files.dialog.locator('iframe').getAttribute('src')
    expect(src).toMatch(/^blob:/)
    expect(await count()).toBe(1)
  } else {
    await files.dialog.getByText('There is no preview').waitFor()
    expect(await count()).toBe(0)
  }
})

test('a text without a byte says so', async () => {
  const { files } = await opened('nothing.txt', '', 'text/plain')
  await files.dialog.getByText('This file is empty').waitFor()
})

test('a text is shown as it is, in its encoding, which counts once', async () => {
  const text = '<b>not bold</b>\n日本語\n'
  const { files, count } = await opened('notes.txt', text, 'text/plain')
  const shown = files.dialog.locator('pre')
  await shown.waitFor()
  expect(await shown.textContent()).toBe(text)
  expect(await count()).toBe(1)
})

test('of a long text the beginning is shown, which does not count', async () => {
  const { files, count } = await opened('log.txt', 'a line\n'.repeat(100_000), 'text/plain')
  await files.dialog.getByText('The first 256.0 KiB of').waitFor()
  expect(await count()).toBe(0)
})

test('what only says that it is a picture is offered as a download', async () => {
  const { files } = await opened('broken.png', 'no picture', 'image/png')
  await files.dialog.getByText('This browser cannot show it').waitFor()
  const download = files.page.waitForEvent('download')
  await files.dialog.getByRole('button', { name: 'Download' }).last().click()
  expect((await download).suggestedFilename()).toBe('broken.png')
})

test('a file that somebody has deleted meanwhile is no longer there, it says', async () => {
  const suite = await ownServer()
  const { file_id } = await upload(suite.client, { name: 'gone.txt', type: 'text/plain' })
  const files = await newPage(pageOf(suite))
  await files.page.clock.install()
  await files.open()
  // From here on the page does not look by itself.
  await files.page.clock.pauseAt(Date.now() + 1000)
  await suite.client.delete(`/files/${file_id}`)
  await files.link('gone.txt').click()
  await files.dialog.getByText('It is no longer there').waitFor()
})

test('the focus goes back to where the preview was opened', async () => {
  const { files } = await opened('notes.txt', 'text', 'text/plain')
  await files.page.keyboard.press('Escape')
  await files.dialog.waitFor({ state: 'detached' })
  const focused = await files.page.evaluate<string>('document.activeElement.textContent')
  expect(focused).toBe('notes.txt')
})
