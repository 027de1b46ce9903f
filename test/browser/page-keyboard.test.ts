import { expect, test } from 'vitest'
import { upload } from '../support/doors.js'
import { ownServer } from '../support/suite.js'
import type { FilesPage } from './support/files-page.js'
import { pageOf } from './support/page-of.js'
import { usePages } from './support/use-pages.js'
import { wav } from './support/wav.js'

const newPage = usePages()

/** A page with these files, the last one first, and the clock in the hands of the test. */
async function pageWith(...names: string[]) {
  const suite = await ownServer()
  for (const name of names) {
    const isSong = name.endsWith('.wav')
    const content = isSong ? { content: wav(120), type: 'audio/wav' } : { type: 'text/plain' }
    await upload(suite.client, { name, ...content })
  }
  const files = await (await newPage(pageOf(suite))).open()
  return { suite, files, keys: files.page.keyboard }
}

/** The label or text of what has the focus. */
const focused = ({ page }: FilesPage) =>
  page.evaluate<string>(
    'document.activeElement.ariaLabel ?? document.activeElement.textContent.trim()'
  )

/** Presses Tab until this has the focus. */
async function tabTo(files: FilesPage, name: string | RegExp): Promise<void> {
  const passed: string[] = []
  const isThere = (text: string) => (typeof name === 'string' ? text === name : name.test(text))
  for (let steps = 0; steps < 60; steps++) {
    await files.page.keyboard.press('Tab')
    const text = await focused(files)
    if (isThere(text)) return
    passed.push(text)
  }
  throw new Error(`Tab does not lead to ${name}, but to: ${passed.join(', ')}`)
}

test('the first Tab offers to skip to the files', async () => {
  const { files, keys } = await pageWith('b.txt', 'a.txt')
  await keys.press('Tab')
  expect(await focused(files)).toBe('Skip to the files')
  await keys.press('Enter')
  await tabTo(files, 'a.txt')
  await keys.press('ArrowDown')
  expect(await focused(files)).toBe('b.txt')
  await keys.press('Home')
  expect(await focused(files)).toBe('a.txt')
})

test('a file is chosen and uploaded', async () => {
  const { suite, files, keys } = await pageWith()
  // Before the way there: a dialog that opens before somebody waits for it is never heard of.
  const asked = files.page.waitForEvent('filechooser')
  await tabTo(files, 'Choose files')
  await keys.press('Enter')
  const buffer = Buffer.from('by keyboard')
  await (await asked).setFiles([{ name: 'typed.txt', mimeType: 'text/plain', buffer }])
  await files.uploaded(1)
  expect((await suite.list())[0]?.file_name).toBe('typed.txt')
})

test('a file is opened, renamed, deleted and had back', async () => {
  const { suite, files, keys } = await pageWith('b.txt', 'a.txt')
  await tabTo(files, 'a.txt')
  await keys.press('Enter')
  await files.dialog.locator('pre').waitFor()
  await keys.press('Escape')
  await files.dialog.waitFor({ state: 'detached' })
  expect(await focused(files)).toBe('a.txt')
  await keys.press('F2')
  await files.dialog.waitFor()
  // What is before the extension is selected.
  await keys.type('renamed')
  await keys.press('Enter')
  await files.link('renamed.txt').waitFor()
  await files.dialog.waitFor({ state: 'detached' })
  expect(await focused(files)).toBe('renamed.txt')
  await keys.press('Delete')
  await expect.poll(() => files.names()).toEqual(['b.txt'])
  expect(await focused(files)).toBe('b.txt')
  await keys.press('Control+z')
  await expect.poll(() => files.names()).toEqual(['renamed.txt', 'b.txt'])
  expect(await suite.list()).toHaveLength(2)
})

test('a menu is opened, walked through and left', async () => {
  const { files, keys } = await pageWith('a.txt')
  await tabTo(files, /^Actions for/)
  await keys.press('Enter')
  await files.page.getByRole('menu').waitFor()
  await keys.press('ArrowDown')
  await keys.press('ArrowDown')
  expect(await focused(files)).toBe('Copy link')
  await keys.press('Escape')
  await files.page.getByRole('menu').waitFor({ state: 'detached' })
  expect(await focused(files)).toMatch(/^Actions for/)
  await keys.press('Space')
  await keys.press('ArrowUp')
  expect(await focused(files)).toBe('Delete')
  await keys.press('Enter')
  await files.page.getByText('No files yet').waitFor()
  await tabTo(files, 'Undo')
  await keys.press('Enter')
  await files.link('a.txt').waitFor()
})

test('several are picked and searched for', async () => {
  const { files, keys } = await pageWith('c.txt', 'b.txt', 'a.txt')
  await tabTo(files, 'a.txt')
  await keys.press('x')
  await keys.press('ArrowDown')
  await keys.press('x')
  await files.selection.getByText('2 selected').waitFor()
  await keys.press('Control+a')
  await files.selection.getByText('3 selected').waitFor()
  await keys.press('Escape')
  await files.selection.waitFor({ state: 'hidden' })
  await keys.press('/')
  await keys.type('b.t')
  await expect.poll(() => files.names()).toEqual(['b.txt'])
})

test('a song is played, paused, moved in and closed', async () => {
  const { files, keys } = await pageWith('song.wav')
  const time = () => files.page.evaluate<number>("document.querySelector('video').currentTime")
  await tabTo(files, 'song.wav')
  await keys.press('Enter')
  await expect.poll(time).toBeGreaterThan(0)
  await tabTo(files, 'Pause')
  await keys.press('Space')
  await expect.poll(() => focused(files)).toBe('Play')
  await tabTo(files, 'Position')
  const before = await time()
  await keys.press('ArrowRight')
  await expect.poll(time).toBeGreaterThan(before)
  await keys.press('Escape')
  await files.page.getByRole('region', { name: 'Player' }).waitFor({ state: 'hidden' })
  expect(await focused(files)).toBe('song.wav')
})
