import { expect, test } from 'vitest'
import { metadataOf, upload } from '../support/doors.js'
import { ownServer } from '../support/suite.js'
import { saved } from './support/files-page.js'
import { pageOf } from './support/page-of.js'
import { usePages } from './support/use-pages.js'

const newPage = usePages()

/** A page over a server of its own, which holds files with these names, the last one being the newest. */
async function pageWith(...names: string[]) {
  const suite = await ownServer()
  for (const [at, name] of names.entries()) {
    await upload(suite.client, { name, content: 'x'.repeat(at + 1) })
  }
  return { suite, files: await (await newPage(pageOf(suite))).open() }
}

test('it is painted and can be used before the list is there', async () => {
  const suite = await ownServer()
  await upload(suite.client, { name: 'late.txt' })
  const files = await newPage(pageOf(suite))
  const { page } = files
  // Until nobody listens any more.
  await page.route(/\/files\?/, () => {})
  await page.goto(files.address)
  const paints = () =>
    page.evaluate<number>("performance.getEntriesByName('first-contentful-paint').length")
  await expect.poll(paints).toBe(1)
  expect(await page.getByText('Loading the files').isVisible()).toBe(true)
  await files.choose({ name: 'early.txt', mimeType: 'text/plain', buffer: Buffer.from('early') })
  await files.uploaded(1)
  expect(await files.names()).toEqual([])
  await page.unroute(/\/files\?/)
  await expect.poll(() => files.names()).toEqual(['early.txt', 'late.txt'])
})

test('an empty service says what to do', async () => {
  const { files } = await pageWith()
  await files.page.getByText('No files yet').waitFor()
})

test('what others upload, rename and delete shows by itself', async () => {
  const { suite, files } = await pageWith('mine.txt')
  const { file_id } = await upload(suite.client, { name: 'theirs.txt' })
  await expect.poll(() => files.names()).toEqual(['theirs.txt', 'mine.txt'])
  await suite.client.sendJson('PUT', `/files/${file_id}`, { file_name: 'renamed.txt' })
  await expect.poll(() => files.names()).toEqual(['renamed.txt', 'mine.txt'])
  await suite.client.delete(`/files/${file_id}`)
  await expect.poll(() => files.names()).toEqual(['mine.txt'])
})

test('a search finds parts of names in any case, and says when there are none', async () => {
  const { files } = await pageWith('Report 2026.pdf', 'song.wav', '報告 report.txt')
  const search = files.page.getByRole('searchbox', { name: 'Search by name' })
  await search.fill('REPORT')
  await expect.poll(() => files.names()).toEqual(['報告 report.txt', 'Report 2026.pdf'])
  await search.fill('nowhere')
  await files.page.getByText('Nothing found').waitFor()
  await search.fill('')
  await expect.poll(() => files.names()).toHaveLength(3)
})

test('columns sort, and sort the other way round', async () => {
  const { suite, files } = await pageWith('b.txt', 'c.txt', 'a.txt')
  const [newest] = await suite.list()
  await suite.client.get(`/files/${newest?.file_id}`)
  const head = (name: string) => files.page.locator('#list th').filter({ hasText: name })
  const order = async (name: string) => {
    await head(name).getByRole('button').click()
    return head(name).getAttribute('aria-sort')
  }
  expect(await order('Name')).toBe('ascending')
  await expect.poll(() => files.names()).toEqual(['a.txt', 'b.txt', 'c.txt'])
  expect(await order('Name')).toBe('descending')
  await expect.poll(() => files.names()).toEqual(['c.txt', 'b.txt', 'a.txt'])
  expect(await order('Size')).toBe('descending')
  await expect.poll(() => files.names()).toEqual(['a.txt', 'c.txt', 'b.txt'])
  await order('Downloads')
  await expect.poll(async () => (await files.names())[0]).toBe('a.txt')
})

test('a long list has pages, which turn both ways', async () => {
  const names = Array.from({ length: 60 }, (_, at) => `file ${at}.txt`)
  const { files } = await pageWith(...names)
  const newestFirst = names.toReversed()
  await expect.poll(() => files.names()).toEqual(newestFirst.slice(0, 50))
  await files.page.getByRole('button', { name: 'Next' }).click()
  await expect.poll(() => files.names()).toEqual(newestFirst.slice(50))
  await files.page.getByRole('button', { name: 'Previous' }).click()
  await expect.poll(() => files.names()).toEqual(newestFirst.slice(0, 50))
})

test('a link that is copied leads to the bytes', async () => {
  const { files } = await pageWith('linked 文.txt')
  await files.row('linked 文.txt').getByRole('button', { name: /^Copy/ }).click()
  await files.message('Copied the link')
  const link = await files.page.evaluate<string>('navigator.clipboard.readText()')
  expect(await (await fetch(link)).text()).toBe('x')
})

test('a download brings name and bytes, and is counted', async () => {
  const suite = await ownServer()
  const content = Buffer.from(Array.from({ length: 256 }, (_, at) => at))
  const { file_id } = await upload(suite.client, { name: 'Ünï 文.bin', content })
  const files = await (await newPage(pageOf(suite))).open()
  const row = files.row('Ünï 文.bin')
  const download = files.page.waitForEvent('download')
  await row.getByRole('button', { name: 'Download' }).click()
  expect(await saved(await download)).toEqual({ name: 'Ünï 文.bin', bytes: content })
  expect((await metadataOf(suite.client, file_id)).download_count).toBe(1)
  await expect.poll(() => row.locator('.count').innerText()).toBe('1')
})
