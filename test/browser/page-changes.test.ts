import { expect, test } from 'vitest'
import { metadataOf, upload } from '../support/doors.js'
import { ownServer } from '../support/suite.js'
import { pageOf } from './support/page-of.js'
import { usePages } from './support/use-pages.js'

const newPage = usePages()

/** A page over a server of its own with these files, and their ids. */
async function pageWith(...names: string[]) {
  const suite = await ownServer()
  const ids: string[] = []
  for (const name of names) ids.push((await upload(suite.client, { name })).file_id)
  const files = await newPage(pageOf(suite))
  const deletions: string[] = []
  files.page.on('request', (request) => {
    if (request.method() === 'DELETE') deletions.push(request.url())
  })
  // Time stands still from here on, so that nothing is sent before it is looked at.
  await files.page.clock.install()
  await files.open()
  await files.page.clock.pauseAt(Date.now() + 1000)
  const isThere = async (id: string) => (await suite.client.get(`/files/${id}`)).status === 200
  return { suite, ids, first: ids[0] ?? '', files, deletions, isThere }
}

/** Milliseconds, longer than a deletion can be undone. */
const later = 6000

test('a file is renamed, by a name that it can have', async () => {
  const { suite, first, files } = await pageWith('before.txt')
  await files.act('before.txt', 'Rename')
  const name = files.dialog.getByRole('textbox', { name: 'New name' })
  await name.fill('a/b.txt')
  await name.press('Enter')
  await files.dialog.getByText('A name cannot contain / or').waitFor()
  await name.fill('nach 文.txt')
  await files.dialog.getByRole('button', { name: 'Rename' }).click()
  await files.message('Renamed to')
  await files.link('nach 文.txt').waitFor()
  expect((await metadataOf(suite.client, first)).file_name).toBe('nach 文.txt')
})

test('who renames what somebody else has renamed meanwhile is told so, and may do it all the same', async () => {
  const { suite, first, files } = await pageWith('before.txt')
  await files.act('before.txt', 'Rename')
  await suite.client.sendJson('PUT', `/files/${first}`, { file_name: 'theirs.txt' })
  await files.dialog.getByRole('textbox', { name: 'New name' }).fill('mine.txt')
  await files.dialog.getByRole('button', { name: 'Rename' }).click()
  await files.dialog.getByText('theirs.txt').waitFor()
  expect((await metadataOf(suite.client, first)).file_name).toBe('theirs.txt')
  await files.dialog.getByRole('button', { name: 'Rename' }).click()
  await files.message('Renamed to')
  expect((await metadataOf(suite.client, first)).file_name).toBe('mine.txt')
})

test('a file gets another content and keeps name and link', async () => {
  const { suite, first, files } = await pageWith('kept.txt')
  const asked = files.page.waitForEvent('filechooser')
  await files.act('kept.txt', 'Replace')
  const buffer = Buffer.from('new content')
  await (await asked).setFiles({ name: 'other.txt', mimeType: 'text/plain', buffer })
  await files.dialog.getByText('other.txt').waitFor()
  await files.dialog.getByRole('button', { name: 'Replace' }).click()
  await files.message('Replaced')
  expect((await suite.client.get(`/files/${first}`)).text).toBe('new content')
  expect((await metadataOf(suite.client, first)).file_name).toBe('kept.txt')
})

test('a deletion is sent after five seconds, and not before', async () => {
  const { first, files, deletions, isThere } = await pageWith('going.txt', 'staying.txt')
  await files.act('going.txt', 'Delete')
  await files.message('Deleted')
  expect(await files.names()).toEqual(['staying.txt'])
  expect([await isThere(first), deletions]).toEqual([true, []])
  await files.page.clock.runFor(later)
  await expect.poll(() => isThere(first)).toBe(false)
  expect(await files.names()).toEqual(['staying.txt'])
})

test('a deletion that is undone never happens', async () => {
  const { first, files, deletions, isThere } = await pageWith('kept.txt')
  await files.act('kept.txt', 'Delete')
  await files.page.getByText('No files yet').waitFor()
  await files.messages.getByRole('button', { name: 'Undo' }).click()
  await files.link('kept.txt').waitFor()
  await files.page.clock.runFor(later)
  expect([await isThere(first), deletions]).toEqual([true, []])
})

test('Ctrl+Z takes back one deletion after the other', async () => {
  const { files, deletions } = await pageWith('a', 'b', 'c')
  for (const name of ['a', 'b', 'c']) await files.act(name, 'Delete')
  await files.page.getByText('No files yet').waitFor()
  await files.messages.filter({ hasText: 'b' }).getByRole('button', { name: 'Undo' }).click()
  await expect.poll(() => files.names()).toEqual(['b'])
  await files.page.keyboard.press('Control+z')
  await expect.poll(() => files.names()).toEqual(['c', 'b'])
  await files.page.keyboard.press('Control+z')
  await expect.poll(() => files.names()).toEqual(['c', 'b', 'a'])
  await files.page.clock.runFor(later)
  expect(deletions).toEqual([])
})

test('several are deleted at once, and come back at once', async () => {
  const { ids, files, deletions, isThere } = await pageWith('a', 'b', 'c', 'd')
  await files.pick('a', 'b', 'c')
  await files.selection.getByText('3 selected').waitFor()
  await files.selection.getByRole('button', { name: 'Delete' }).click()
  await expect.poll(() => files.names()).toEqual(['d'])
  await files.messages.getByRole('button', { name: 'Undo' }).click()
  await expect.poll(() => files.names()).toEqual(['d', 'c', 'b', 'a'])
  await files.page.clock.runFor(later)
  expect(deletions).toEqual([])
  await files.pick('a', 'b', 'c')
  await files.selection.getByRole('button', { name: 'Delete' }).click()
  await files.page.clock.runFor(later)
  await expect.poll(() => Promise.all(ids.map(isThere))).toEqual([false, false, false, true])
})

test('who deletes at the end of the list stays there', async () => {
  const { files } = await pageWith(...'abcdefghijklmno')
  await files.page.setViewportSize({ width: 1280, height: 400 })
  await files.pick('a', 'b')
  const place = () => files.page.evaluate<number>('scrollY')
  const before = await place()
  await files.selection.getByRole('button', { name: 'Delete' }).click()
  await expect.poll(() => files.names()).toHaveLength(13)
  expect(await place()).toBeGreaterThan(before / 2)
})

test('of several that cannot be deleted one message tells, and deletes them when it is told to', async () => {
  const names = ['a', 'b', 'c', 'd', 'e']
  const { ids, files, isThere } = await pageWith(...names)
  await files.page.route('**/files/*', (route) =>
    route.request().method() === 'DELETE' ? route.abort() : route.continue()
  )
  await files.page.getByRole('checkbox', { name: 'Select all' }).check()
  await files.selection.getByRole('button', { name: 'Delete' }).click()
  await files.page.clock.runFor(later)
  await files.message('5 files were not deleted. The service cannot be reached.')
  await expect.poll(() => files.names()).toHaveLength(5)
  expect(await files.messages.count()).toBe(1)
  await files.page.unrouteAll()
  await files.messages.getByRole('button', { name: 'Try again' }).click()
  await files.page.clock.runFor(later)
  await expect.poll(() => Promise.all(ids.map(isThere))).toEqual(names.map(() => false))
})

test('what was deleted before the page was left is deleted', async () => {
  const { first, files, isThere } = await pageWith('going.txt')
  await files.act('going.txt', 'Delete')
  await files.page.getByText('No files yet').waitFor()
  await files.page.goto('about:blank')
  await expect.poll(() => isThere(first)).toBe(false)
})

test('several are downloaded at once, and their links copied', async () => {
  const { ids, files } = await pageWith('a', 'b', 'c')
  await files.pick('a', 'c')
  await files.selection.getByRole('button', { name: 'Copy links' }).click()
  await files.message('Copied 2 links')
  const links = await files.page.evaluate<string>('navigator.clipboard.readText()')
  const [a = '', , c = ''] = ids
  expect(
    links
      .split('\n')
      .map((link) => new URL(link).pathname)
      .sort()
  ).toEqual([`/files/${a}`, `/files/${c}`].sort())
  const names: string[] = []
  files.page.on('download', (download) => names.push(download.suggestedFilename()))
  await files.selection.getByRole('button', { name: 'Download' }).click()
  await expect
    .poll(async () => {
      await files.page.clock.runFor(1000)
      return [...names].sort()
    })
    .toEqual(['a', 'c'])
})
