import { randomBytes } from 'node:crypto'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { metadataOf, upload } from '../support/doors.js'
import { ownServer, type Suite, useServer } from '../support/suite.js'
import { apiTokens, everything, scopes, secretFor } from '../support/tokens.js'
import { launchBrowser } from './support/browser.js'
import { pageErrors } from './support/page-errors.js'
import { SubPathProxy } from './support/sub-path-proxy.js'
import { SwaggerUi } from './support/swagger-ui.js'
import { wav } from './support/wav.js'

const suite = useServer()
let browser: Browser
let page: Page
let errors: readonly string[]
let ui: SwaggerUi

const docsOf = ({ server }: Suite) => `http://127.0.0.1:${server.port}/docs`

// One page for most of the tests: it takes its time to open.
beforeAll(async () => {
  browser = await launchBrowser()
  page = await browser.newPage()
  errors = pageErrors(page)
  ui = await SwaggerUi.open(page, docsOf(suite.current))
})
afterAll(() => browser.close())

const everyByte = Buffer.from(Array.from({ length: 256 }, (_, at) => at))
/** Text in no encoding. */
const bytes = Buffer.concat([everyByte, randomBytes(70_000)])
const file = { name: 'Ünï 文.bin', mimeType: 'application/octet-stream', buffer: bytes }

const multipart = 'multipart/form-data'
const raw = 'application/octet-stream'

const newest = async (of: Suite = suite.current) => ({
  file_id: (await of.list())[0]?.file_id ?? '',
})

test.each([
  ['filesUpload', 201],
  ['shareUpload', 201],
  ['namedUpload', 201],
  ['formUpload', 200],
])('%s takes a binary as a part of a form, and it comes back byte for byte', async (by, status) => {
  const answer = await ui.execute(by, { file })
  expect(answer.status, answer.text).toBe(status)
  const saved = await ui.download('filesDownload', { parameters: await newest() })
  expect(saved).toEqual({ name: file.name, bytes })
})

test('filesUpload takes a binary as the body, and it comes back byte for byte', async () => {
  const parameters = { name: 'as a body 文.bin' }
  const answer = await ui.execute('filesUpload', { parameters, bodyType: raw, file })
  expect(answer.status, answer.text).toBe(201)
  const saved = await ui.download('shareDownload', { parameters: await newest() })
  expect(saved).toEqual({ name: parameters.name, bytes })
})

test.each([
  ['filesReplace', multipart],
  ['filesReplace', raw],
  ['filesReplaceContent', raw],
])('%s takes new bytes as %s, and they come back', async (by, bodyType) => {
  const { file_id } = await upload(suite.current.client, { name: 'before.bin' })
  const parameters = { file_id }
  const answer = await ui.execute(by, { parameters, bodyType, file })
  expect(answer.status, answer.text).toBe(200)
  const saved = await ui.download('filesDownload', { parameters })
  expect(saved).toEqual({ name: 'before.bin', bytes })
})

test('a name that was sent beside the file holds, and is safe where names answer', async () => {
  await ui.execute('namedUpload', { file, parts: { name: 'a name.bin' } })
  const saved = await ui.download('namedDownload', { parameters: { filename: 'a_name.bin' } })
  expect(saved).toEqual({ name: 'a name.bin', bytes })
})

test('files are renamed by a form and by JSON, and deleted', async () => {
  const { client } = suite.current
  const { file_id } = await upload(client)
  const parameters = { file_id }
  const byForm = { parameters, bodyType: multipart, parts: { file_name: 'form.txt' } }
  expect((await ui.execute('filesReplace', byForm)).status).toBe(200)
  expect((await metadataOf(client, file_id)).file_name).toBe('form.txt')
  const text = '{"file_name": "json.txt"}'
  const byJson = { parameters, bodyType: 'application/json', text }
  expect((await ui.execute('filesReplace', byJson)).status).toBe(200)
  expect((await metadataOf(client, file_id)).file_name).toBe('json.txt')
  expect((await ui.execute('filesDelete', { parameters })).status).toBe(200)
  expect((await client.get(`/files/${file_id}`)).status).toBe(404)
})

test('sound is played, and nothing of all that broke the policy of the page', async () => {
  await upload(suite.current.client, { name: 'sound.wav', content: wav(2) }, 'named')
  await ui.execute('namedDownload', { parameters: { filename: 'sound.wav' } })
  const state = () => page.evaluate<number>("document.querySelector('audio').readyState")
  await expect.poll(state).toBeGreaterThan(0)
  expect(errors).toEqual([])
})

test('the token that was put in behind Authorize is sent', async () => {
  const guarded = await ownServer({ API_TOKENS: apiTokens }, everything)
  const its = await SwaggerUi.open(page, docsOf(guarded))
  const refused = await its.execute('filesUpload', { file })
  expect([refused.status, refused.text]).toEqual([401, expect.stringContaining('UNAUTHORIZED')])
  await its.authorize(secretFor(scopes))
  for (const bodyType of [multipart, raw]) {
    const answer = await its.execute('filesUpload', { bodyType, file })
    expect(answer.status, answer.text).toBe(201)
    const saved = await its.download('filesDownload', { parameters: await newest(guarded) })
    expect(saved.bytes.equals(bytes)).toBe(true)
  }
})

test('all of it works below a path of a proxy, with and without the slash at the end', async () => {
  const proxy = await SubPathProxy.open('/drop')
  onTestFinished(() => proxy.close())
  const behind = await ownServer({ PUBLIC_URL: proxy.url })
  proxy.leadTo(behind.server.port)
  for (const address of [`${proxy.url}/docs`, `${proxy.url}/docs/`]) {
    const its = await SwaggerUi.open(page, address)
    const answer = await its.execute('filesUpload', { file })
    expect(answer.status, answer.text).toBe(201)
  }
})

test('the page fits a phone, with an operation open', async () => {
  const phone = await browser.newPage({ viewport: { width: 360, height: 740 }, isMobile: true })
  onTestFinished(() => phone.close())
  const its = await SwaggerUi.open(phone, docsOf(suite.current))
  await its.execute('filesUpload', { file })
  const widths = await phone.evaluate('[innerWidth, document.documentElement.scrollWidth]')
  expect(widths).toEqual([360, 360])
})
