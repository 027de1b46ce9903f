import { expect, test } from 'vitest'
import { metadataOf, upload } from '../support/doors.js'
import { ownServer } from '../support/suite.js'
import { saved } from './support/files-page.js'
import { pageOf } from './support/page-of.js'
import { usePages } from './support/use-pages.js'

// Whatever runs opens a dialog or writes to the console, and the test of the page then fails at its end.
const newPage = usePages()

const script = 'alert(document.cookie), console.error("a script ran")'
const markup = `<!doctype html><title>Hostile</title><script>${script}</script><img src=x onerror='${script}'>`
const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9" onload='${script}'>
  <script>${script}</script><rect width="9" height="9"/><image href="x" onerror='${script}'/></svg>`

const names = [
  '<img src=x onerror=alert(1)>.html',
  '"><script>alert(1)<!--.html',
  "javascript:alert('1').html",
  '{{alert(1)}}.html',
  '<svg onload=alert(1)>.html',
]

const openOn = async () => {
  const suite = await ownServer()
  return { suite, files: await (await newPage(pageOf(suite))).open() }
}

test('a name that is markup is text wherever it is shown', async () => {
  const { suite, files } = await openOn()
  const buffer = Buffer.from(markup)
  // `/` in a name is a directory to everybody, so there is none in these.
  await files.choose(...names.map((name) => ({ name, mimeType: 'text/html', buffer })))
  await files.uploaded(names.length)
  await expect.poll(async () => (await files.names()).sort()).toEqual([...names].sort())
  for (const name of names) {
    await files.row(name).getByRole('button', { name: /^Copy/ }).click()
    await files.message(name)
    await files.act(name, 'Rename')
    expect(await files.dialog.getByRole('textbox').inputValue()).toBe(name)
    await files.page.keyboard.press('Escape')
    await files.link(name).click()
    await files.dialog.getByRole('heading', { name }).waitFor()
    await files.dialog.locator('pre').waitFor()
    await files.page.keyboard.press('Escape')
  }
  await files.page.getByRole('searchbox').fill('<img')
  await expect.poll(() => files.names()).toEqual(names.slice(0, 1))
  const [first = ''] = names
  await files.act(first, 'Delete')
  await files.message(first)
  expect(await files.page.locator('main img, #toasts img').count()).toBe(0)
  expect(await suite.list()).toHaveLength(names.length)
})

test('an HTML file is shown as its source, and downloaded where it is opened', async () => {
  const { suite, files } = await openOn()
  const { file_id } = await upload(suite.client, {
    name: 'page.html',
    content: markup,
    type: 'text/html',
  })
  await files.link('page.html').click()
  expect(await files.dialog.locator('pre').textContent()).toBe(markup)
  for (const query of ['', '?disposition=inline']) {
    const download = files.page.waitForEvent('download')
    // The browser gives up going there when it is told to save it instead.
    await files.page.goto(`${files.address}files/${file_id}${query}`).catch(() => undefined)
    expect((await saved(await download)).bytes.toString()).toBe(markup)
  }
})

test('an SVG is shown as a picture, without its scripts', async () => {
  const { suite, files } = await openOn()
  const { file_id } = await upload(suite.client, {
    name: 'pic.svg',
    content: svg,
    type: 'image/svg+xml',
  })
  await files.link('pic.svg').click()
  await files.dialog.getByRole('img', { name: 'pic.svg' }).waitFor()
  const width = () =>
    files.page.evaluate<number>("document.querySelector('dialog img').naturalWidth")
  await expect.poll(width).toBe(9)
  const download = files.page.waitForEvent('download')
  await files.page
    .goto(`${files.address}files/${file_id}?disposition=inline`)
    .catch(() => undefined)
  expect((await download).suggestedFilename()).toBe('pic.svg')
})

test('markup that says it is a PDF, a sound or a picture does not run', async () => {
  const { suite, files } = await openOn()
  for (const type of ['application/pdf', 'audio/mpeg', 'image/png', 'application/xhtml+xml']) {
    const name = `as ${type.replace('/', ' ')}`
    await upload(suite.client, { name, content: markup, type })
    await files.link(name).click()
    if (type === 'audio/mpeg') {
      await files.page.getByText('This browser cannot play it').waitFor()
      continue
    }
    await files.dialog.getByRole('heading', { name }).waitFor()
    await files.dialog.getByText('Fetching').waitFor({ state: 'hidden' })
    await files.page.keyboard.press('Escape')
    await files.dialog.waitFor({ state: 'detached' })
  }
})

test('a name that would read backwards is refused in words, when it comes and when it is given', async () => {
  const { suite, files } = await openOn()
  const disguised = 'photo\u202egnp.exe'
  const buffer = Buffer.from('x')
  await files.choose(
    { name: disguised, mimeType: 'text/plain', buffer },
    { name: 'good.txt', mimeType: 'text/plain', buffer }
  )
  await files.uploads('1 of 2 failed')
  await files.page
    .locator('.upload[data-state=failed]')
    .getByText('bidirectional override')
    .waitFor()
  const [file] = await suite.list()
  expect(await suite.list()).toMatchObject([{ file_name: 'good.txt' }])
  await files.act('good.txt', 'Rename')
  await files.dialog.getByRole('textbox').fill(disguised)
  await files.dialog.getByRole('button', { name: 'Rename' }).click()
  await expect.poll(() => files.dialog.getByRole('alert').innerText()).toMatch(/name/i)
  expect((await metadataOf(suite.client, file?.file_id ?? '')).file_name).toBe('good.txt')
})
