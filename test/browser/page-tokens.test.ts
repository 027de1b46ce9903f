import { expect, test } from 'vitest'
import { upload } from '../support/doors.js'
import { ownServer } from '../support/suite.js'
import { apiTokens, everything, type Scope, scopes, secretFor } from '../support/tokens.js'
import { png } from './support/contents.js'
import { type FilesPage, saved } from './support/files-page.js'
import { pageOf } from './support/page-of.js'
import { usePages } from './support/use-pages.js'
import { wav } from './support/wav.js'

const newPage = usePages()

/** A page before a service that has tokens, and holds a file. */
async function guarded() {
  const suite = await ownServer({ API_TOKENS: apiTokens }, everything)
  await upload(suite.client, { name: 'kept.txt', content: 'a secret' })
  const files = await newPage(pageOf(suite))
  await files.page.goto(files.address)
  return { suite, files }
}

async function give(files: FilesPage, token: string): Promise<void> {
  await files.dialog.getByLabel('Token', { exact: true }).fill(token)
  await files.dialog.getByRole('button', { name: 'Use token' }).click()
}

const secret = (...granted: Scope[]) => secretFor(granted)
const small = (name: string) => ({ name, mimeType: 'text/plain', buffer: Buffer.from(name) })

test('it asks for a token, says that one is wrong, and lets in with the right one', async () => {
  const { files } = await guarded()
  await files.dialog.getByText('This service asks for an access token').waitFor()
  await give(files, 'fd_wrong')
  await files.dialog.getByText('The service does not know this token').waitFor()
  await give(files, secretFor(scopes))
  await expect.poll(() => files.names()).toEqual(['kept.txt'])
  // Until the tab is closed, and no longer.
  await files.page.reload()
  await expect.poll(() => files.names()).toEqual(['kept.txt'])
  const other = await files.page.context().newPage()
  await other.goto(files.address)
  await other.getByText('This service asks for an access token').waitFor()
})

test('a token is remembered on the device where that is asked for', async () => {
  const { files } = await guarded()
  await files.dialog.getByLabel('Remember it').check()
  await give(files, secretFor(scopes))
  await expect.poll(() => files.names()).toEqual(['kept.txt'])
  const other = await files.page.context().newPage()
  await other.goto(files.address)
  await other.getByRole('link', { name: 'kept.txt' }).waitFor()
})

test('whoever declines sees that a token is needed, and is not asked again and again', async () => {
  const { files } = await guarded()
  await files.dialog.getByRole('button', { name: 'Cancel' }).click()
  await files.page.getByText('An access token is needed').waitFor()
  await files.page.getByRole('button', { name: 'Enter a token' }).click()
  await give(files, secretFor(scopes))
  await expect.poll(() => files.names()).toEqual(['kept.txt'])
})

test('a token that is good for uploads alone uploads, and shows no list', async () => {
  const { suite, files } = await guarded()
  await give(files, secret('upload'))
  await files.page.getByText('This token may not list files (scope “list”)').waitFor()
  await files.choose(small('dropped off.txt'))
  await files.uploaded(1)
  const stored = (await suite.list()).map(({ file_name }) => file_name)
  expect(stored).toEqual(['dropped off.txt', 'kept.txt'])
  const refused = files.page.waitForResponse((answer) => answer.status() === 403)
  await files.page.reload()
  await refused
  await files.page.getByText('This token may not list files').waitFor()
  expect([await files.names(), await files.dialog.count()]).toEqual([[], 0])
  await files.page.getByRole('button', { name: 'Enter another token' }).click()
  await give(files, secretFor(scopes))
  await expect.poll(() => files.names()).toEqual(['dropped off.txt', 'kept.txt'])
})

test('uploads wait for a token and go on with it', async () => {
  const { suite, files } = await guarded()
  await files.dialog.getByRole('button', { name: 'Cancel' }).click()
  await files.choose(small('waiting.txt'))
  await files.dialog.waitFor()
  await give(files, secretFor(scopes))
  await files.uploaded(1)
  expect((await suite.list()).map(({ file_name }) => file_name)).toContain('waiting.txt')
})

test('uploads whose question was declined go on with a token that is entered later', async () => {
  const { files } = await guarded()
  await files.dialog.getByRole('button', { name: 'Cancel' }).click()
  await files.choose(small('waiting.txt'))
  await files.dialog.getByRole('button', { name: 'Cancel' }).click()
  await files.uploads('Waiting for a token')
  await files.page.getByRole('button', { name: 'Access token' }).click()
  await give(files, secretFor(scopes))
  await files.uploaded(1)
  await expect.poll(() => files.names()).toEqual(['waiting.txt', 'kept.txt'])
})

test('with a token, files are downloaded, shown and played as without', async () => {
  const { suite, files } = await guarded()
  await upload(suite.client, { name: 'dot.png', content: png, type: 'image/png' })
  await upload(suite.client, { name: 'song.wav', content: wav(60), type: 'audio/wav' })
  await give(files, secretFor(scopes))
  const download = files.page.waitForEvent('download')
  await files.row('kept.txt').getByRole('button', { name: 'Download' }).click()
  expect(await saved(await download)).toEqual({ name: 'kept.txt', bytes: Buffer.from('a secret') })
  await files.link('dot.png').click()
  await files.dialog.getByRole('img', { name: 'dot.png' }).waitFor()
  await files.page.keyboard.press('Escape')
  await files.link('song.wav').click()
  await files.page.getByRole('slider', { name: 'Position' }).fill('30')
  const time = () => files.page.evaluate<number>("document.querySelector('video').currentTime")
  await expect.poll(time).toBeGreaterThan(30)
})

test('a token that is only good for reading may not delete, and says so', async () => {
  const { suite, files } = await guarded()
  await give(files, secret('list'))
  await files.page.clock.install()
  await files.open()
  await files.act('kept.txt', 'Delete')
  await files.page.clock.runFor(6000)
  await files.dialog.getByText('This token may not change or delete files').waitFor()
  await files.dialog.getByRole('button', { name: 'Cancel' }).click()
  await files.message('was not deleted')
  await files.link('kept.txt').waitFor()
  expect(await suite.list()).toHaveLength(1)
})
