import { fileURLToPath } from 'node:url'
import type { Client } from '../../support/client.js'
import { upload } from '../../support/doors.js'
import { film } from './contents.js'
import type { FilesPage } from './files-page.js'
import { wav } from './wav.js'

const picture = `<svg xmlns="http://www.w3.org/2000/svg" width="900" height="600">
  <rect width="900" height="600" fill="#9cf"/><circle cx="450" cy="600" r="300" fill="#385"/></svg>`

/** Puts files into a service of which a list is worth looking at. */
export async function fillForLooking(client: Client): Promise<void> {
  const contents: [string, string, string | Buffer][] = [
    ['archive.zip', 'application/zip', 'x'],
    ['a name that goes on and on '.repeat(8), 'application/octet-stream', 'x'],
    ['word-without-a-break-'.repeat(10), 'application/octet-stream', 'x'],
    ['تقرير ٢٠٢٦.pdf', 'application/pdf', 'x'],
    ['日本語の報告書.pdf', 'application/pdf', 'x'],
    ['film.webm', 'video/webm', film],
    ['picture.svg', 'image/svg+xml', picture],
    ['notes.txt', 'text/plain', 'The first line\n'.repeat(200)],
    ['song.wav', 'audio/wav', wav(300)],
  ]
  for (const [name, type, content] of contents) await upload(client, { name, type, content })
}

const list = /\/files\?/
const problem = {
  code: 'UNAUTHORIZED',
  status: 401,
  title: 'x',
  detail: 'x',
  type: 'about:blank',
  request_id: 'x',
}
const file = (name: string, size: number) => ({
  name,
  mimeType: 'application/octet-stream',
  buffer: Buffer.alloc(size),
})

/** Leads a page over such a service through its main states, and tells each by its name while it is in it. */
export async function* mainStates(files: FilesPage): AsyncGenerator<string> {
  const { page } = files
  const search = page.getByRole('searchbox')
  const close = () => page.keyboard.press('Escape')
  await page.route(list, (route) => route.fulfill({ json: [] }))
  await files.open()
  await page.getByText('No files yet').waitFor()
  yield 'empty'
  await page.unroute(list)
  await files.open()
  await files.link('song.wav').waitFor()
  yield 'list'
  await files.pick('picture.svg', 'notes.txt')
  yield 'selection'
  await files.row('film.webm').getByRole('button', { name: 'Actions for' }).click()
  yield 'menu'
  await page.getByRole('menuitem', { name: 'Rename' }).click()
  await files.dialog.getByRole('textbox').fill('a/b')
  await page.keyboard.press('Enter')
  await files.dialog.getByText('A name cannot contain').waitFor()
  yield 'dialog'
  await close()
  await files.link('song.wav').click()
  await page.getByRole('slider', { name: 'Position' }).fill('100')
  yield 'player-and-selection'
  await files.selection.getByRole('button', { name: 'Clear' }).click()
  await files.link('film.webm').click()
  await page.getByRole('button', { name: 'Enlarge' }).waitFor()
  yield 'player-with-picture'
  await page.getByRole('button', { name: 'Close the player' }).click()
  for (const name of ['notes.txt', 'picture.svg']) {
    await files.link(name).click()
    await files.dialog.getByText('Fetching').waitFor({ state: 'hidden' })
    yield `preview-of-${name}`
    await close()
  }
  yield* uploadStates(files)
  await files.act('archive.zip', 'Delete')
  await files.message('Deleted')
  yield 'deleted'
  await files.messages.getByRole('button', { name: 'Undo' }).click()
  await search.fill('nowhere')
  await page.getByText('Nothing found').waitFor()
  yield 'nothing-found'
  await page.route(list, (route) => route.abort())
  await page.reload()
  await page.getByText('The service cannot be reached').waitFor()
  yield 'unreachable'
  await page.unroute(list)
  await page.route(list, (route) =>
    route.fulfill({ status: 401, json: problem, contentType: 'application/problem+json' })
  )
  await page.reload()
  await files.dialog.getByLabel('Token', { exact: true }).waitFor()
  yield 'token'
  await close()
  await page.getByText('An access token is needed').waitFor()
  yield 'refused'
}

async function* uploadStates(files: FilesPage): AsyncGenerator<string> {
  const { page } = files
  await page.route('**/tus', (route) => route.fulfill({ status: 507 }), { times: 1 })
  await files.throttle(32 * 1024)
  await files.choose(
    file('refused.bin', 1000),
    file('done.bin', 1000),
    file('going.bin', 2_000_000),
    file('kept for later.bin', 3_000_000)
  )
  await files.upload('kept for later.bin').getByRole('button', { name: 'Pause' }).click()
  for (const state of ['failed', 'done', 'paused', 'sending']) {
    await page.locator(`.upload[data-state=${state}]`).waitFor()
  }
  yield 'uploads'
  const dragged = [fileURLToPath(import.meta.url)]
  await files.drag('dragEnter', dragged)
  await files.drag('dragOver', dragged)
  yield 'dragged'
  await files.drag('dragCancel', dragged)
  await page.getByText('Drop to upload').waitFor({ state: 'hidden' })
  await page.getByRole('button', { name: 'Cancel all' }).click()
  await files.throttle()
}
